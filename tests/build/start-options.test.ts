import { describe, expect, it } from 'vitest'
import { parseStartOptions } from '../../build/start-options.ts'

const parse = (args: string[], env: NodeJS.ProcessEnv = {}) => parseStartOptions(args, env, 'linux')

describe('npm start’s options', () => {
  it('put the data where the system keeps a user’s data', () => {
    expect(parse([], { XDG_DATA_HOME: '/home/a/data' }).dataDir).toBe('/home/a/data/fire-service-client')
    expect(parseStartOptions([], { APPDATA: '/roaming' }, 'win32').dataDir).toBe(
      '/roaming/fire-service-client',
    )
  })

  it('prefer what is typed to the environment', () => {
    const options = parse(['--data-dir=/typed', '--port=7000'], {
      DATA_DIR: '/env',
      PORT: '7001',
      SERVER_PORT: '7002',
    })
    expect(options).toMatchObject({ dataDir: '/typed', shellPort: 7000, serverPort: 7002 })
  })

  it('use a server elsewhere only when it is an address', () => {
    expect(parse([]).serverUrl).toBeNull()
    expect(parse([], { SERVER_URL: 'https://sync.example' }).serverUrl).toBe('https://sync.example')
    expect(() => parse(['--server-url=sync.example'])).toThrow('http:// 或 https:// 开头')
  })

  it('name the value that cannot be', () => {
    expect(() => parse(['--shell=netscape'])).toThrow('现在是 netscape')
    expect(() => parse(['--port=70000'])).toThrow('现在是 70000')
    expect(() => parse(['--prot=7000'])).toThrow('--prot')
  })

  it('know whether there is a screen', () => {
    expect(parse([]).hasDisplay).toBe(false)
    expect(parse([], { WAYLAND_DISPLAY: 'wayland-0' }).hasDisplay).toBe(true)
    expect(parseStartOptions([], {}, 'darwin').hasDisplay).toBe(true)
  })
})
