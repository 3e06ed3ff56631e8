import { LABEL_FIELD_NAMES } from '../label-content.ts'
import { ELEMENT_KIND_NAMES } from './label-design.ts'
import type { DesignElement } from './label-design.ts'

const LONGEST_WORDS = 12

/** What people call an element in lists and messages: a field's name, else its words, else its kind. */
export function elementName(element: DesignElement): string {
  if (element.kind !== 'text') return ELEMENT_KIND_NAMES[element.kind]
  if (element.field !== null) return LABEL_FIELD_NAMES[element.field]
  const words = Array.from(element.text.trim())
  if (words.length === 0) return '空文字'
  return words.length <= LONGEST_WORDS ? words.join('') : `${words.slice(0, LONGEST_WORDS).join('')}…`
}
