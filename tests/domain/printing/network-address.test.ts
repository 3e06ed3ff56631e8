import { describe, expect, it } from 'vitest'
import {
  addressText,
  hostProblem,
  NetworkAddress,
  normaliseHost,
  portProblem,
} from '../../../domain/printing/network-address.ts'

describe('the address of a network printer', () => {
  it.each([
    '192.168.1.100',
    'fe80::1',
    'fe80::1%eth0',
    '2001:db8:0:1::9',
    'printer',
    'ZD621-203.local',
    'label_printer.office.example.cn',
    ' １９２．１６８．１．１００ ',
    '192。168。1。100',
    '[2001:db8::1]',
  ])('may be %s', (host) => {
    expect(hostProblem(normaliseHost(host))).toBeNull()
  })

  it.each([
    ['', '请填写'],
    ['http://192.168.1.100', '不带“http://”'],
    ['192.168.1.100:9100', '地址只填“192.168.1.100”，端口 9100 请填在端口一栏'],
    ['192.168.1', 'IPv4 地址应为 4 个 0～255 的数字，用点隔开，现在是“192.168.1”'],
    ['192.168.1.256', '现在是“192.168.1.256”'],
    ['fe80::1::2', '“fe80::1::2”不是 IPv6 地址'],
    ['fe80::1%', '不是 IPv6 地址'],
    ['打印机', '主机名只能有字母、数字、短横线和点，现在是“打印机”'],
    ['label printer', '现在是“label printer”'],
    ['a'.repeat(60) + '.' + 'b'.repeat(200), '主机名最长 253 个字符，现在有 261 个'],
  ])('may not be %s', (host, words) => {
    expect(hostProblem(normaliseHost(host))).toContain(words)
  })

  it('has a port of 1 to 65535', () => {
    for (const port of [1, 9100, 65_535]) expect(portProblem(port)).toBeNull()
    for (const port of [0, -1, 65_536, 9100.5]) expect(portProblem(port)).toContain(`现在是 ${port}`)
  })

  it('is brought into one spelling, so that one printer is not added twice', () => {
    expect(NetworkAddress.parse({ host: ' Printer.LOCAL ', port: 9100 })).toEqual({
      host: 'printer.local',
      port: 9100,
    })
    expect(NetworkAddress.safeParse({ host: 'a b', port: 0 }).error?.issues.map(({ path }) => path)).toEqual([
      ['host'],
      ['port'],
    ])
  })

  it('is shown with its port', () => {
    expect(addressText({ host: '192.168.1.100', port: 9100 })).toBe('192.168.1.100:9100')
    expect(addressText({ host: 'fe80::1', port: 9101 })).toBe('[fe80::1]:9101')
  })
})
