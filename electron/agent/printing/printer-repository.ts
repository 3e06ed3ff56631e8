import type { Database } from 'better-sqlite3'
import { DEFAULT_PRINTER_SETTINGS, PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import type { PrinterIdentity } from './label-printer.ts'

export interface RememberedPrinter extends PrinterIdentity {
  readonly settings: PrinterSettings
  readonly paused: boolean
  readonly unfinishedBytes: number
}

interface LabelPrinterRow {
  id: string
  transport: 'usb' | 'file'
  maker: string
  model: string
  serial: string | null
  language: PrinterIdentity['language']
  settings: string | null
  paused: number
  unfinished_bytes: number
}

export type PrinterRepository = ReturnType<typeof createPrinterRepository>

/** Every printer ever attached, oldest first, with its settings. */
export function createPrinterRepository(db: Database) {
  const insert = db.prepare(`
    INSERT INTO label_printer (id, transport, maker, model, serial, language, first_seen_at)
    VALUES (@id, @transport, @maker, @model, @serial, @language, @seenAt)
    ON CONFLICT (id) DO UPDATE SET maker = @maker, model = @model, serial = @serial,
      language = coalesce(@language, language)`)
  const select = db.prepare<[string], LabelPrinterRow>('SELECT * FROM label_printer WHERE id = ?')
  const selectAll = db.prepare<[], LabelPrinterRow>('SELECT * FROM label_printer ORDER BY first_seen_at, id')
  const updateSettings = db.prepare('UPDATE label_printer SET settings = ? WHERE id = ?')
  const updatePaused = db.prepare('UPDATE label_printer SET paused = ? WHERE id = ?')
  const updateUnfinished = db.prepare('UPDATE label_printer SET unfinished_bytes = ? WHERE id = ?')

  return {
    remember: ({ id, transport, maker, model, serial, language }: PrinterIdentity, seenAt: string) => {
      insert.run({ id, transport, maker, model, serial, language, seenAt })
    },
    find: (id: string): RememberedPrinter | null => {
      const row = select.get(id)
      return row ? fromRow(row) : null
    },
    list: (): RememberedPrinter[] => selectAll.all().map(fromRow),
    saveSettings: (id: string, settings: PrinterSettings) => {
      updateSettings.run(JSON.stringify(settings), id)
    },
    setPaused: (id: string, paused: boolean) => {
      updatePaused.run(paused ? 1 : 0, id)
    },
    setUnfinishedBytes: (id: string, bytes: number) => {
      updateUnfinished.run(bytes, id)
    },
  }
}

function fromRow(row: LabelPrinterRow): RememberedPrinter {
  const { id, transport, maker, model, serial, language } = row
  // Settings written by another version that no longer fit fall back to the defaults instead of stopping all printing.
  const settings = PrinterSettings.safeParse(row.settings === null ? null : JSON.parse(row.settings))
  return {
    id,
    transport,
    maker,
    model,
    serial,
    language,
    settings: settings.success ? settings.data : DEFAULT_PRINTER_SETTINGS,
    paused: row.paused === 1,
    unfinishedBytes: row.unfinished_bytes,
  }
}
