import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { isDisconnection, usbFailure } from '../../../../electron/agent/printing/usb-errors.ts'

const libusbError = (errno: number) => Object.assign(new Error('LIBUSB'), { errno })

describe('usbFailure', () => {
  it.each([
    [-3, 'printer-no-permission', '没有使用这台打印机的权限'],
    [-6, 'printer-busy', '其他程序占用'],
    [-4, 'printer-unavailable', '未连接'],
    [5, 'printer-unavailable', '未连接'],
    [-12, 'printer-unavailable', '未连接'],
    [4, 'printer-not-accepting', '不接收数据'],
    [3, 'printer-not-accepting', '不接收数据'],
    [1, 'printer-not-accepting', '不接收数据'],
  ])('turns libusb %i into %s with what to do', (errno, code, words) => {
    const { failure } = usbFailure(libusbError(errno))
    expect(failure.code).toBe(code)
    expect(failure.message).toContain(words)
  })

  it('leaves a failure that is one already as it is', () => {
    const failure = new FailureError('storage-full')
    expect(usbFailure(failure)).toBe(failure)
  })
})

describe('isDisconnection', () => {
  it('tells a missing printer from one in trouble', () => {
    expect(isDisconnection(libusbError(-4))).toBe(true)
    expect(isDisconnection(libusbError(4))).toBe(false)
  })
})
