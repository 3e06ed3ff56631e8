import type { LabelView } from '../../../domain/labels/labels-contract.ts'

/** Searches serial, building, system and leader; hyphens and blanks in a serial may be left out. */
export function filterLabels(labels: readonly LabelView[], text: string): LabelView[] {
  const plain = (value: string) => value.replaceAll(/[-\s]/g, '').toUpperCase()
  const wanted = plain(text)
  return labels.filter(({ serial, building, system, projectLeader }) =>
    [serial, building, system, projectLeader].some((value) => plain(value).includes(wanted)),
  )
}
