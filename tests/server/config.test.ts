import { describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config.ts'

describe('readConfig', () => {
  it('runs on SQLite, on this machine only and with the development providers when nothing is said', () => {
    expect(readConfig({ DATA_DIR: '/data' })).toMatchObject({
      host: '127.0.0.1',
      database: { kind: 'sqlite', path: '/data/server.sqlite' },
      smsService: null,
      identityService: null,
      publicUrl: null,
    })
  })

  it('takes PostgreSQL and real providers', () => {
    const config = readConfig({
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://server/db',
      SMS_PROVIDER: 'http',
      SMS_PROVIDER_URL: 'https://sms.example',
      SMS_PROVIDER_SECRET: 'secret',
      IDENTITY_PROVIDER: 'http',
      IDENTITY_PROVIDER_URL: 'https://identity.example',
      IDENTITY_PROVIDER_SECRET: 'secret',
      PUBLIC_URL: 'https://xf.example/',
    })
    expect(config).toMatchObject({
      database: { kind: 'postgres', url: 'postgres://server/db' },
      smsService: { url: 'https://sms.example' },
      publicUrl: 'https://xf.example',
      facePassNeedsReview: true,
    })
  })

  it('refuses development providers in production and names what to set', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/SMS_PROVIDER=http.*IDENTITY_PROVIDER=http/)
    expect(() =>
      readConfig({
        NODE_ENV: 'production',
        SMS_PROVIDER: 'http',
        SMS_PROVIDER_URL: 'https://sms.example',
        SMS_PROVIDER_SECRET: 'secret',
      }),
    ).toThrow('IDENTITY_PROVIDER=http')
  })

  it('names a wrong setting without repeating its value', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://user:secret@host/db' })).toThrow('DATABASE_URL')
    expect(() => readConfig({ DATABASE_URL: 'mysql://user:secret@host/db' })).not.toThrow('secret')
    expect(() => readConfig({ PORT: '70000' })).toThrow('PORT')
  })
})
