import { bridge } from '../../../support/installed-bridge.ts'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { printerStatus } from '../../../../domain/printing/printer-status.ts'
import AddNetworkPrinterDialog from '../../../../renderer/features/printing/AddNetworkPrinterDialog.vue'

async function open() {
  mount(AddNetworkPrinterDialog, { attachTo: document.body })
  await flushPromises()
}
const input = (label: string): HTMLInputElement => {
  const named = [...document.querySelectorAll('label')].find(
    ({ textContent }) => textContent.trim() === label,
  )
  // Safe: every field of this dialog is an input named by its label.
  return document.getElementById(named?.htmlFor ?? '') as HTMLInputElement
}
async function type(label: string, text: string) {
  const field = input(label)
  field.value = text
  field.dispatchEvent(new Event('input'))
  await flushPromises()
}
async function press(text: string) {
  const button = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent.trim() === text,
  )
  button?.click()
  await flushPromises()
}
const callsOf = (method: string) => bridge.calls.filter((call) => call.method === method)
const shown = () => document.body.textContent

beforeEach(() => {
  bridge.calls.length = 0
  bridge.answer('printing.testNetworkPrinter', {
    language: 'zpl',
    model: 'ZD621',
    dpi: 203,
    status: printerStatus(['ready']),
  })
  bridge.answer('printing.addNetworkPrinter', {})
})
enableAutoUnmount(afterEach)

describe('the dialog of a network printer', () => {
  it('says what the address lacks before it asks anybody', async () => {
    await open()
    await type('IP 地址或主机名', '192.168.1')
    await press('测试连接')
    expect(shown()).toContain('现在是“192.168.1”')
    await press('添加')
    expect(bridge.calls).toEqual([])
  })

  it('tells what a test has found, until the address is another', async () => {
    await open()
    await type('IP 地址或主机名', '192.168.1.100')
    await press('测试连接')
    expect(callsOf('printing.testNetworkPrinter')).toMatchObject([
      { input: { host: '192.168.1.100', port: 9100 } },
    ])
    expect(shown()).toContain('已连接：ZD621，ZPL（斑马等），203 dpi，打印机就绪')
    await type('IP 地址或主机名', '192.168.1.101')
    expect(shown()).not.toContain('已连接')
  })

  it('tells why there is no connection, and adds the printer all the same when asked', async () => {
    bridge.fail('printing.testNetworkPrinter', {
      code: 'printer-unavailable',
      message: '连不上打印机 10.0.0.9:9100',
    })
    await open()
    await type('IP 地址或主机名', '10.0.0.9')
    await type('名称', '前台')
    await press('测试连接')
    expect(shown()).toContain('连不上打印机 10.0.0.9:9100')
    await press('添加')
    expect(callsOf('printing.addNetworkPrinter')).toMatchObject([
      { input: { host: '10.0.0.9', port: 9100, name: '前台' } },
    ])
  })

  it('shows at the field that the address is there already', async () => {
    bridge.fail('printing.addNetworkPrinter', {
      code: 'already-taken',
      fields: [{ path: 'host', message: '已经添加过 10.0.0.9:9100' }],
    })
    await open()
    await type('IP 地址或主机名', '10.0.0.9')
    await press('添加')
    expect(document.getElementById('network-printer-host-problem')?.textContent).toContain('已经添加过')
    expect(input('IP 地址或主机名').getAttribute('aria-invalid')).toBe('true')
  })
})
