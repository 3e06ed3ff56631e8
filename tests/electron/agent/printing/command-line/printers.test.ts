import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRaster, fillBlack } from '../../../../../domain/labels/raster.ts'
import { encodePng } from '../../../../../electron/agent/printing/png-encoder.ts'
import {
  startNetworkLabelPrinter,
  type NetworkLabelPrinter,
} from '../../../../support/network-label-printer.ts'
import {
  startVirtualPrinter,
  type VirtualPrinter,
} from '../../../../support/virtual-printer/virtual-printer.ts'

const PROGRAM = join(import.meta.dirname, '../../../../../electron/agent/printing/command-line/printers.ts')

function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr })
      },
    )
  })
}

describe('printers on the command line, over USB', () => {
  let printer: VirtualPrinter
  beforeAll(async () => {
    printer = await startVirtualPrinter()
  })
  afterAll(() => printer.stop())

  it('lists what is connected, with language and state', async () => {
    const { code, said } = await run(['list'], printer.env)
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/1 {2}TSC TE210；序列号 VP000001；TSPL.*打印机就绪/),
    ])
  })

  it('prints a test label and ends with 0 when the printer is ready afterwards', async () => {
    expect(await run(['test', '--size', '40x30'], printer.env)).toMatchObject({ code: 0 })
    expect(printer.captured().toString('latin1')).toContain('SIZE 40 mm,30 mm')
  })

  it('says what is wrong with the printer and ends with 1', async () => {
    await printer.command('paper', { out: true })
    expect(await run(['status'], printer.env)).toMatchObject({
      code: 1,
      said: expect.stringContaining('缺纸') as unknown,
    })
    const test = await run(['test', '--wait', '1'], printer.env)
    expect(test).toMatchObject({ code: 1, said: expect.stringContaining('已取消') as unknown })
  })
})

describe('printers on the command line, over the network', () => {
  let printer: NetworkLabelPrinter
  let folder: string
  beforeEach(async () => {
    printer = await startNetworkLabelPrinter('zpl')
    folder = mkdtempSync(join(tmpdir(), 'printers-'))
  })
  afterEach(async () => {
    await printer.switchOff()
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['--copies', '100000'],
    ['--copies', 'x'],
    ['--wait', 'x'],
  ])('refuses %s %s before anything is printed', async (option, value) => {
    const { code, said } = await run(['test', '--host', `127.0.0.1:${printer.port}`, option, value])
    expect([code, said]).toEqual([2, expect.stringContaining('用法') as unknown])
    expect(printer.received()).toHaveLength(0)
  })

  it('prints a picture dot for dot', async () => {
    const raster = createRaster(320, 240)
    fillBlack(raster, 0, 0, 320, 1)
    writeFileSync(join(folder, 'label.png'), encodePng(raster, 203))
    const args = [
      'print',
      join(folder, 'label.png'),
      '--host',
      `127.0.0.1:${printer.port}`,
      '--size',
      '40x30',
      '--copies',
      '2',
    ]
    expect(await run(args)).toMatchObject({ code: 0 })
    const received = printer.received().toString('latin1')
    expect(received).toContain('^PQ2,0,0,N')
    // One row all black, one blank, the same again for the rest.
    expect(received).toContain(`40,!,${':'.repeat(238)}`)
  })

  it('ends with 2 for what it does not understand', async () => {
    writeFileSync(join(folder, 'label.png'), 'no picture')
    const host = ['--host', `127.0.0.1:${printer.port}`]
    expect(await run([])).toMatchObject({ code: 2, said: expect.stringContaining('用法') as unknown })
    expect(await run(['print', join(folder, 'label.png'), ...host])).toMatchObject({
      code: 2,
      said: expect.stringContaining('不是 PNG') as unknown,
    })
    expect(await run(['status', ...host, '--dpi', '150'])).toMatchObject({ code: 2 })
    expect(await run(['status', '--colour', 'red'])).toMatchObject({ code: 2 })
  })
})
