import { describe, expect, it } from 'vitest'
import {
  proxyFromEnvironment,
  proxyFromRules,
} from '../../../../electron/agent/hosting/proxy-from-environment.ts'

const OFFICE = {
  HTTPS_PROXY: 'http://10.1.1.1:8080',
  HTTP_PROXY: '10.1.1.2:3128',
  NO_PROXY: '.example.cn, 10.0.0.9',
}

describe('proxyFromEnvironment', () => {
  it.each([
    ['https://sync.example.com', 'http://10.1.1.1:8080'],
    ['http://sync.example.com', 'http://10.1.1.2:3128'],
    ['https://sync.example.cn', null],
    ['https://10.0.0.9:8443', null],
    ['http://127.0.0.1:8600', null],
    ['http://localhost:8600', null],
  ])('sends %s by %s', (address, expected) => {
    expect(proxyFromEnvironment(address, OFFICE)).toBe(expected)
  })

  it('knows no proxy where none is named, or one that it cannot speak to', () => {
    expect(proxyFromEnvironment('https://sync.example.com', {})).toBeNull()
    expect(proxyFromEnvironment('https://sync.example.com', { all_proxy: 'socks5://10.1.1.1' })).toBeNull()
    expect(proxyFromEnvironment('https://sync.example.com', { ...OFFICE, no_proxy: '*' })).toBeNull()
  })
})

describe('proxyFromRules', () => {
  it.each([
    ['PROXY 10.1.1.1:8080; DIRECT', 'http://10.1.1.1:8080'],
    ['HTTPS proxy.example.cn:443', 'https://proxy.example.cn:443'],
    ['DIRECT', null],
    ['SOCKS5 10.1.1.1:1080', null],
  ])('reads %s', (rules, expected) => {
    expect(proxyFromRules(rules)).toBe(expected)
  })
})
