import { z } from 'zod'
import type { Dpi } from '../labels/label-size.ts'
import type { DeviceId } from './device-id.ts'

/** The languages jobs can be written in. */
export const PrinterLanguage = z.enum(['tspl', 'zpl', 'epl', 'cpcl', 'esc-pos'])
export type PrinterLanguage = z.infer<typeof PrinterLanguage>

export const PRINTER_LANGUAGE_LABELS: Record<PrinterLanguage, string> = {
  tspl: 'TSPL（TSC、佳博、汉印、芯烨等）',
  zpl: 'ZPL（斑马等）',
  epl: 'EPL2（斑马 LP/TLP 2844、立象 PPLB 等）',
  cpcl: 'CPCL（便携打印机）',
  'esc-pos': 'ESC/POS（票据打印机）',
}

/** Read in this order: a printer that lists several takes the first of these it names. */
const COMMAND_SETS: readonly (readonly [PrinterLanguage, RegExp])[] = [
  ['tspl', /TSPL|^TSC/],
  ['zpl', /\bZPL/],
  // Rollo X1038, Marklife X4 and Phomemo PM-241 call their TSPL so (lprint #206, #213).
  ['tspl', /^XPP$/],
  // Arkscan 2054A and HP KE103 call their ZPL so (lprint-zpl.c).
  ['zpl', /^CEZD$|^BIXOLON_01$/],
  ['epl', /^EPL/],
  ['cpcl', /^CPCL/],
  // Last: a printer of two modes is wanted as a label printer.
  ['esc-pos', /^ESC\s*\/?\s*POS/],
]
/** Says that the printer speaks something we cannot write; guessing by vendor would print pages of garbage. */
const FOREIGN_COMMAND_SETS = /EZPL|PPL|PCL|POSTSCRIPT|PJL|PWG|URF/
/** Those of office printers, which print a question they do not understand as a page of text. */
const OFFICE_COMMAND_SETS =
  /\bPCL|POSTSCRIPT|PJL|PWG|URF|ESCP|ESC\/P\b|\bBJL|CAPT|\bUFR|LIPS|\bGDI|\bSPL|\bZJS|\bXPS|\bPDF|\bHBP/

/** Models and makers whose command set is blank or unhelpful (read in lprint, CUPS quirks and the makers' manuals). */
const MODELS: readonly (readonly [PrinterLanguage, RegExp])[] = [
  ['zpl', /\bZPL\b|^ZTC\b|^ZD\d|^GK\d|^GX\d|^4B-|^KE103/],
  ['tspl', /^Y428BT|^PM-2\d\d|^X1038|^SP4\d\d|^TTP-|^TDP-|^DA2\d\d|^DA3\d\d|^GP-\d|^XP-\d|^N31|^N41|^DL-\d/],
]
const MAKERS: readonly (readonly [PrinterLanguage, RegExp])[] = [
  ['zpl', /ZEBRA|4BARCODE/],
  ['tspl', /^TSC\b|GPRINTER|GAINSCHA|XPRINTER|HPRT|IDPRT|MARKLIFE|PHOMEMO|VEVOR|ROLLO|DELI\b/],
]

/**
 * The language the printer says it speaks, by command set, then model, then maker; null when none tells or when
 * it names only languages we do not write. Null means: ask the printer (`~HI`, `<ESC>!?`) or the user, print a test label.
 */
export function detectLanguage(id: DeviceId): PrinterLanguage | null {
  const commandSets = id.commandSets.map((name) => name.toUpperCase())
  const spoken = COMMAND_SETS.find(([, pattern]) => commandSets.some((name) => pattern.test(name)))
  if (spoken !== undefined) return spoken[0]
  if (commandSets.some((name) => FOREIGN_COMMAND_SETS.test(name))) return null
  const byModel = MODELS.find(([, pattern]) => pattern.test(id.model.toUpperCase()))
  if (byModel !== undefined) return byModel[0]
  return MAKERS.find(([, pattern]) => pattern.test(id.manufacturer.toUpperCase()))?.[0] ?? null
}

/** Whether a printer that tells no language may be asked in the languages we write. */
export function mayBeAsked(id: DeviceId): boolean {
  return !id.commandSets.some((name) => OFFICE_COMMAND_SETS.test(name.toUpperCase()))
}

/** The resolution that makers write into a model's name (`ZTC ZD621-203dpi ZPL`); null when it is not there or not served. */
export function detectDpi(id: DeviceId): Dpi | null {
  const figure = /(\d+)\s*DPI/.exec(`${id.model} ${id.description}`.toUpperCase())?.[1]
  return figure === '203' ? 203 : figure === '300' ? 300 : null
}
