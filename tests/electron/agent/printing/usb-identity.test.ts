import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  DRIVEN_PRINTER_ID,
  startPrintDriver,
  type PrintDriver,
} from '../../../support/print-driver/start-print-driver.ts'
import { startVirtualPrinter, type VirtualPrinter } from '../../../support/virtual-printer/virtual-printer.ts'

const NAMELESS = 'MFG:NoName;MDL:Label Printer;CLS:PRINTER;'

describe('a USB printer whose device id tells no language', () => {
  let printer: VirtualPrinter
  let driver: PrintDriver
  let folder: string

  const plugIn = async (...options: string[]) => {
    folder = mkdtempSync(join(tmpdir(), 'printing-'))
    printer = await startVirtualPrinter(options)
    driver = await startPrintDriver(printer.env, folder)
    return (await driver.printers())[0]!
  }
  afterEach(async () => {
    await driver.kill()
    await printer.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is not taken for another printer when it lets the questions hang at the start', async () => {
    folder = mkdtempSync(join(tmpdir(), 'printing-'))
    printer = await startVirtualPrinter(['--fault', 'control-hang'])
    driver = await startPrintDriver(printer.env, folder)
    expect((await driver.printers()).filter(({ transport }) => transport === 'usb')).toEqual([])
    await printer.command('clear')
    const found = (await driver.printers()).filter(({ transport }) => transport === 'usb')
    expect(found).toMatchObject([{ id: DRIVEN_PRINTER_ID, language: 'tspl', connected: true }])
  })

  it('is asked, and known as TSPL by its answer', async () => {
    const found = await plugIn('--device-id', NAMELESS, '--speaks', 'TSPL')
    expect(found).toMatchObject({ model: 'Label Printer', language: 'tspl', status: { state: 'ready' } })
    expect(printer.captured().toString('latin1')).not.toContain('~HI')
  })

  it('is asked in ZPL next, and tells its resolution', async () => {
    const found = await plugIn('--device-id', NAMELESS, '--speaks', 'ZPL')
    expect(found).toMatchObject({ language: 'zpl', reportedDpi: 300, status: { state: 'ready' } })
  })

  it('stays without a language when it answers nothing', async () => {
    const found = await plugIn('--device-id', NAMELESS, '--speaks', '')
    expect(found).toMatchObject({ language: null, connected: true })
    expect(printer.captured().toString('latin1')).toBe('\x1b!?~HI\r\n')
  })

  it('is asked nothing when it is an office printer, which would print the question', async () => {
    const found = await plugIn('--device-id', 'MFG:HP;CMD:PJL,PCL,POSTSCRIPT;MDL:LaserJet 400;')
    expect(found).toMatchObject({ language: null, connected: true })
    expect(printer.captured()).toHaveLength(0)
  })

  it('is not asked when its id tells', async () => {
    await plugIn('--device-id', 'MFG:Zebra Technologies;CMD:ZPL;MDL:ZTC ZD621-300dpi ZPL;')
    const [found] = await driver.printers()
    expect(found).toMatchObject({ language: 'zpl', reportedDpi: 300 })
    expect(printer.captured().toString('latin1')).not.toContain('~HI')
  })
})
