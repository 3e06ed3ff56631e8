import type { Database } from 'better-sqlite3'
import type { Dpi } from '../../../domain/labels/label-size.ts'
import type { SpokenLanguage } from '../../../domain/printing/language-question.ts'
import type { NewNetworkPrinter } from '../../../domain/printing/printing-contract.ts'
import type { NetworkAddress } from '../../../domain/printing/network-address.ts'
import { DEFAULT_PRINTER_SETTINGS, PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import type { PrinterIdentity } from './label-printer.ts'

export interface RememberedPrinter extends PrinterIdentity {
  /** Given by the user; '' where there is none. */
  readonly name: string
  /** null for all but network printers. */
  readonly address: NetworkAddress | null
  readonly settings: PrinterSettings
  readonly paused: boolean
  readonly unfinishedBytes: number
}

interface LabelPrinterRow {
  id: string
  transport: PrinterIdentity['transport']
  maker: string
  model: string
  serial: string | null
  language: PrinterIdentity['language']
  settings: string | null
  paused: number
  unfinished_bytes: number
  name: string
  host: string | null
  port: number | null
  dpi: Dpi | null
}

/** Until the printer tells its own. */
const NETWORK_MODEL = '网络打印机'

export type PrinterRepository = ReturnType<typeof createPrinterRepository>

/** Every printer ever attached or added, oldest first, with its settings; removed ones are as if they were not there. */
export function createPrinterRepository(db: Database) {
  const insert = db.prepare(`
    INSERT INTO label_printer (id, transport, maker, model, serial, language, dpi, first_seen_at)
    VALUES (@id, @transport, @maker, @model, @serial, @language, @dpi, @seenAt)
    ON CONFLICT (id) DO UPDATE SET maker = @maker, model = @model, serial = @serial,
      language = coalesce(@language, language), dpi = coalesce(@dpi, dpi)`)
  // Another printer may stand at the address of one that was removed: only what that one may still wait for is kept.
  const insertNetwork = db.prepare(`
    INSERT INTO label_printer (id, transport, maker, model, name, host, port, first_seen_at)
    VALUES (@id, 'network', '', @model, @name, @host, @port, @addedAt)
    ON CONFLICT (id) DO UPDATE SET maker = '', model = @model, name = @name, language = NULL, dpi = NULL, settings = NULL, paused = 0,
      first_seen_at = @addedAt, removed_at = NULL`)
  const updateSpoken = db.prepare(`
    UPDATE label_printer SET language = @language, model = coalesce(@model, model), dpi = coalesce(@dpi, dpi) WHERE id = @id`)
  const updateRemoved = db.prepare('UPDATE label_printer SET removed_at = ? WHERE id = ?')
  const select = db.prepare<[string], LabelPrinterRow>(
    'SELECT * FROM label_printer WHERE id = ? AND removed_at IS NULL',
  )
  const selectAll = db.prepare<[], LabelPrinterRow>(
    'SELECT * FROM label_printer WHERE removed_at IS NULL ORDER BY first_seen_at, id',
  )
  const updateSettings = db.prepare('UPDATE label_printer SET settings = ? WHERE id = ?')
  const updatePaused = db.prepare('UPDATE label_printer SET paused = ? WHERE id = ?')
  const updateUnfinished = db.prepare('UPDATE label_printer SET unfinished_bytes = ? WHERE id = ?')

  return {
    remember: ({ id, transport, maker, model, serial, language, dpi }: PrinterIdentity, seenAt: string) => {
      insert.run({ id, transport, maker, model, serial, language, dpi, seenAt })
    },
    addNetwork: (id: string, { name, host, port }: NewNetworkPrinter, addedAt: string) => {
      insertNetwork.run({ id, name, host, port, addedAt, model: NETWORK_MODEL })
    },
    rememberSpoken: (id: string, { language, model, dpi }: SpokenLanguage) => {
      updateSpoken.run({ id, language, model, dpi })
    },
    remove: (id: string, removedAt: string) => {
      updateRemoved.run(removedAt, id)
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
  const { id, transport, maker, model, serial, language, dpi, name, host, port } = row
  // Settings written by another version that no longer fit fall back to the defaults instead of stopping all printing.
  const settings = PrinterSettings.safeParse(row.settings === null ? null : JSON.parse(row.settings))
  return {
    id,
    transport,
    maker,
    model,
    serial,
    language,
    dpi,
    name,
    address: host === null || port === null ? null : { host, port },
    settings: settings.success ? settings.data : DEFAULT_PRINTER_SETTINGS,
    paused: row.paused === 1,
    unfinishedBytes: row.unfinished_bytes,
  }
}
