import { z } from 'zod'
import { JobSettings } from './job-settings.ts'
import { PrinterLanguage } from './printer-language.ts'

/** What is remembered of one printer: everything a job needs but its copies, and the language when its IEEE 1284 id does not tell. */
export const PrinterSettings = JobSettings.omit({ copies: true }).extend({
  /** Chosen by the user; null takes what the printer says of itself. */
  language: PrinterLanguage.nullable(),
  /** ZPL only: dots as Z64, which not every firmware reads; set when a test label has come out that way. */
  compressed: z.boolean().default(false),
})
export type PrinterSettings = z.infer<typeof PrinterSettings>

/** 60×40 mm at 203 dpi with a 2 mm gap: the commonest label on the commonest printer. */
export const DEFAULT_PRINTER_SETTINGS: PrinterSettings = {
  language: null,
  compressed: false,
  size: { widthMm: 60, heightMm: 40, gapMm: 2 },
  dpi: 203,
  media: 'gap',
  density: 8,
  speedIps: 4,
  offsetXMm: 0,
  offsetYMm: 0,
  direction: 0,
  polarity: 'normal',
}

/** The settings of one job on this printer. */
export function jobSettings(settings: PrinterSettings, copies: number): JobSettings {
  return {
    size: settings.size,
    dpi: settings.dpi,
    media: settings.media,
    density: settings.density,
    speedIps: settings.speedIps,
    offsetXMm: settings.offsetXMm,
    offsetYMm: settings.offsetYMm,
    direction: settings.direction,
    polarity: settings.polarity,
    copies,
  }
}
