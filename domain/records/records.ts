import { z } from 'zod'
import { Application } from '../applications/application.ts'
import { SavedTemplate } from '../labels/design/saved-template.ts'
import { Label } from '../labels/label.ts'
import { Notice } from '../notices/notice.ts'
import { Organisation } from '../organisation/organisation.ts'
import { Engineer } from '../people/engineer.ts'
import { Operator } from '../people/operator.ts'
import { Penalty } from '../penalties/penalty.ts'
import { Project } from '../practice/project.ts'
import { SelfEntry, SelfEntryRevision } from '../self-entry/self-entry.ts'

/** Every kind of record in an organisation's feed, with the schema of its body. */
export const RECORD_SCHEMAS = {
  organisation: Organisation,
  engineer: Engineer,
  operator: Operator,
  application: Application,
  'self-entry': SelfEntry,
  'self-entry-revision': SelfEntryRevision,
  project: Project,
  label: Label,
  'label-template': SavedTemplate,
  notice: Notice,
  penalty: Penalty,
} as const

export type RecordType = keyof typeof RECORD_SCHEMAS
export const RecordType = z.enum(
  // Safe: the keys of a const object of this very type.
  Object.keys(RECORD_SCHEMAS) as [RecordType, ...RecordType[]],
)
export type RecordBody<T extends RecordType> = z.infer<(typeof RECORD_SCHEMAS)[T]>

/** Raised when a body's shape changes; both sides keep readers for older ones. */
export const RECORD_SCHEMA_VERSION = 1
