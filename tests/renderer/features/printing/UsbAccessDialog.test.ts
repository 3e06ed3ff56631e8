import { bridge } from '../../../support/installed-bridge.ts'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  UDEV_INSTALL_SCRIPT,
  UDEV_RULE,
  UDEV_RULE_PATH,
  type UsbAccessPlan,
} from '../../../../domain/printing/usb-access.ts'
import UsbAccessDialog from '../../../../renderer/features/printing/UsbAccessDialog.vue'

const NEEDED: UsbAccessPlan = {
  isNeeded: true,
  note: '只对打印机类 USB 设备生效，不涉及其他设备；需要管理员密码',
  path: UDEV_RULE_PATH,
  content: UDEV_RULE,
  command: `pkexec sh -c '${UDEV_INSTALL_SCRIPT}'`,
}
const THERE: UsbAccessPlan = { ...NEEDED, isNeeded: false, note: '规则已经安装' }

async function open(plan: UsbAccessPlan) {
  bridge.answer('printing.planUsbAccess', plan)
  mount(UsbAccessDialog, { attachTo: document.body })
  await flushPromises()
}
const button = (text: string) =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === text)
const install = async () => {
  button('安装')?.click()
  await flushPromises()
}
const shown = () => document.body.textContent
const installs = () => bridge.calls.filter(({ method }) => method === 'printing.installUsbAccess').length

beforeEach(() => {
  bridge.calls.length = 0
})
enableAutoUnmount(afterEach)

describe('the dialog of access to USB printers', () => {
  it('shows the file and the command word for word, and runs nothing by itself', async () => {
    await open(NEEDED)
    const quoted = [...document.querySelectorAll('pre')].map(({ textContent }) => textContent)
    expect(quoted).toEqual([UDEV_RULE, NEEDED.command])
    expect(shown()).toContain(UDEV_RULE_PATH)
    expect(installs()).toBe(0)
  })

  it('says what to do next once the rule is there, and offers it no second time', async () => {
    await open(NEEDED)
    bridge.answer('printing.installUsbAccess', THERE)
    await install()
    expect(installs()).toBe(1)
    expect(shown()).toContain('请重新插拔打印机')
    expect(button('安装')).toBeUndefined()
  })

  it('keeps the command in sight where the administrator said no, for another try', async () => {
    await open(NEEDED)
    bridge.fail('printing.installUsbAccess', {
      code: 'not-allowed',
      message: '没有得到管理员授权，规则没有安装',
    })
    await install()
    expect(shown()).toContain('没有得到管理员授权')
    expect(shown()).toContain(NEEDED.command)
    expect(button('安装')).toBeDefined()
  })

  it('offers nothing to install where nothing is needed', async () => {
    await open(THERE)
    expect(shown()).toContain('规则已经安装')
    expect(button('安装')).toBeUndefined()
    expect(document.querySelectorAll('pre')).toHaveLength(0)
  })
})
