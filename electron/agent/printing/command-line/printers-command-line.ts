import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Sqlite from 'better-sqlite3'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { Dpi } from '../../../../domain/labels/label-size.ts'
import { RAW_PRINTING_PORT } from '../../../../domain/printing/network-address.ts'
import { JobSettings } from '../../../../domain/printing/job-settings.ts'
import { PrinterLanguage } from '../../../../domain/printing/printer-language.ts'
import { PrinterSettings, DEFAULT_PRINTER_SETTINGS } from '../../../../domain/printing/printer-settings.ts'
import { migrate } from '../../storage/migrations.ts'
import { createPrintService, type PrintService } from '../print-service.ts'
import { EXIT, runPrinterCommand, type ExitCode, type PrinterCommand } from './run-printer-command.ts'

const usage = (called: string) => `用法：${called} 命令 [选项]
  list                 列出打印机
  status               打印机的状态；就绪时退出码为 0
  test                 打印一张测试标签
  print 图片.png       打印一张图片
选项：
  --printer 2          列表中的序号，或编号、名称中的一段；只有一台时不用给
  --host 192.168.1.9   网络打印机的地址，可带端口 :9100
  --language tspl      ${PrinterLanguage.options.join(' | ')}
  --size 60x40         标签纸宽×高（mm），--gap 2 间距，--dpi 203
  --copies 1           份数
  --wait 15            最多等多少秒
退出码：0 完成；1 打印机有问题，没有打印；2 用法不对；3 已送达但没有确认，请查看标签`

/**
 * Finds printers as the client does, but with a queue of its own in memory: it needs no account and touches nothing of the client's. While the client prints on
 * the same USB printer this one waits for it. `called` is how the user calls it, for the usage.
 */
export async function runPrintersCommandLine(args: readonly string[], called: string): Promise<ExitCode> {
  let service: PrintService | null = null
  try {
    const command = readCommand(args)
    if (!command) {
      say(usage(called))
      return EXIT.wrongUsage
    }
    service = startService(command.isLoud)
    await service.start()
    if (command.host) await service.handlers.addNetworkPrinter({ ...command.host, name: '' })
    return await runPrinterCommand(command, service, say)
  } catch (error) {
    if (!(error instanceof FailureError || (error instanceof Error && 'code' in error))) throw error
    say(error.message)
    return EXIT.wrongUsage
  } finally {
    await service?.stop()
  }
}

function readCommand(
  args: readonly string[],
): (PrinterCommand & { host: { host: string; port: number } | null; isLoud: boolean }) | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      printer: { type: 'string' },
      host: { type: 'string' },
      language: { type: 'string' },
      size: { type: 'string' },
      gap: { type: 'string' },
      dpi: { type: 'string' },
      copies: { type: 'string', default: '1' },
      wait: { type: 'string', default: '15' },
      verbose: { type: 'boolean', default: false },
    },
  })
  const [verb, file] = positionals
  if (verb !== 'list' && verb !== 'status' && verb !== 'test' && verb !== 'print') return null
  if ((verb === 'print') !== (file !== undefined)) return null
  const copies = JobSettings.shape.copies.safeParse(Number(values.copies))
  const waitMs = Number(values.wait) * 1000
  if (!copies.success || !(waitMs >= 0)) return null
  const adjust = readSettings(values)
  const [host, port = String(RAW_PRINTING_PORT)] = values.host?.split(':') ?? []
  return {
    verb,
    printer: values.printer ?? values.host ?? null,
    adjust,
    picture: file === undefined ? null : readFileSync(file),
    copies: copies.data,
    waitMs,
    host: host === undefined ? null : { host, port: Number(port) },
    isLoud: values.verbose,
  }
}

function readSettings(values: {
  language?: string | undefined
  size?: string | undefined
  gap?: string | undefined
  dpi?: string | undefined
}): (settings: PrinterSettings) => PrinterSettings {
  const size = /^(\d+(?:\.\d+)?)[x×*](\d+(?:\.\d+)?)$/.exec(values.size ?? '')
  const given = {
    ...(values.language === undefined ? {} : { language: values.language }),
    ...(values.dpi === undefined ? {} : { dpi: Number(values.dpi) }),
    ...(size || values.gap !== undefined
      ? {
          size: {
            ...DEFAULT_PRINTER_SETTINGS.size,
            ...(size ? { widthMm: Number(size[1]), heightMm: Number(size[2]) } : {}),
            ...(values.gap === undefined ? {} : { gapMm: Number(values.gap) }),
          },
        }
      : {}),
  }
  const checked = PrinterSettings.safeParse({ ...DEFAULT_PRINTER_SETTINGS, ...given })
  if (checked.success && (values.size === undefined || size))
    return (settings) => PrinterSettings.parse({ ...settings, ...given })
  const known = `--language 为 ${PrinterLanguage.options.join('、')}，--dpi 为 ${[...Dpi.values].join('、')}，--size 形如 60x40`
  throw new FailureError('invalid-input', { message: `选项不正确：${known}` })
}

function startService(isLoud: boolean): PrintService {
  const db = new Sqlite(':memory:')
  migrate(db)
  const note = (message: string) => {
    if (isLoud) say(message)
  }
  return createPrintService({
    db,
    printedFolder: join(tmpdir(), 'fire-service-printed'),
    now: () => new Date(),
    log: { info: note, warn: note, error: note },
    onJobChanged: () => undefined,
    onPrintersChanged: () => undefined,
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
