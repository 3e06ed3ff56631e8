import type { z } from 'zod'
import { LABEL_SIZE_PRESETS, labelSizeName, type LabelSize } from '../../../domain/labels/label-size.ts'
import { PrinterSettings } from '../../../domain/printing/printer-settings.ts'

/** In the order of the dialog. */
export const SETTINGS_FORM_FIELDS = [
  'language',
  'size.widthMm',
  'size.heightMm',
  'size.gapMm',
  'media',
  'dpi',
  'density',
  'speedIps',
  'offsetXMm',
  'offsetYMm',
  'direction',
  'polarity',
  'compressed',
] as const
export type SettingsField = (typeof SETTINGS_FORM_FIELDS)[number]

export const OWN_SIZE = 'own'

/** The preset's name, or `own` for paper that is not sold everywhere; the gap does not matter. */
export function presetOf({ widthMm, heightMm }: LabelSize): string {
  const preset = LABEL_SIZE_PRESETS.find((size) => size.widthMm === widthMm && size.heightMm === heightMm)
  return preset ? labelSizeName(preset) : OWN_SIZE
}

/** What the schema says of the settings, by field. */
export function settingsMessages(settings: PrinterSettings): Partial<Record<SettingsField, string>> {
  const checked = PrinterSettings.safeParse(settings)
  return checked.success ? {} : messagesOf(checked.error)
}

function messagesOf(error: z.ZodError): Partial<Record<SettingsField, string>> {
  return Object.fromEntries(error.issues.map(({ path, message }) => [path.map(String).join('.'), message]))
}
