import { describe, expect, it } from 'vitest'
import { checkProxyChoice, type ProxyChoice } from '../../../domain/settings/proxy-choice.ts'

const BY_HAND: ProxyChoice = { mode: 'manual', host: 'proxy.example.cn', port: 8080, user: '' }

describe('checkProxyChoice', () => {
  it.each(['proxy.example.cn', '10.1.1.1', '[2001:db8::1]', 'office-proxy_2'])('takes %s', (host) => {
    expect(checkProxyChoice({ ...BY_HAND, host })).toEqual({})
  })

  it.each([
    ['', '请填写代理服务器地址'],
    ['http://proxy', '代理服务器地址不带“http://”，只填主机名或 IP'],
    ['proxy:8080', '端口请填在“端口”一栏，地址里只填主机名或 IP'],
    ['办公室', '代理服务器地址应为主机名或 IP，现在是“办公室”'],
    ['10.1.1.300', '代理服务器地址应为主机名或 IP，现在是“10.1.1.300”'],
    ['[2001:::1]', '代理服务器地址应为主机名或 IP，现在是“[2001:::1]”'],
  ])('says what is wrong with “%s”', (host, problem) => {
    expect(checkProxyChoice({ ...BY_HAND, host })).toEqual({ host: problem })
  })

  it('wants a port that exists', () => {
    expect(checkProxyChoice({ ...BY_HAND, port: null })).toEqual({ port: '请填写代理服务器端口' })
    expect(checkProxyChoice({ ...BY_HAND, port: 0 })).toEqual({ port: '端口应为 1～65535，现在是 0' })
  })

  it('asks nothing where no proxy is given by hand', () => {
    expect(checkProxyChoice({ mode: 'system', host: '', port: null, user: '' })).toEqual({})
  })
})
