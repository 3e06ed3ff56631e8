import type { Database } from 'better-sqlite3'
import { LabelDesign } from '../../../domain/labels/design/label-design.ts'
import type { TemplateUse } from '../../../domain/labels/design/saved-template.ts'
import { type Template, templateUse } from './template-use.ts'

/** The versions of templates that labels of this workstation were drawn by, as they were then. */
export interface KeptDesigns {
  /** Belongs into the transaction that issues the label. */
  keep(template: Template, at: string): TemplateUse
  /** null where this workstation never printed by this version. */
  find(use: TemplateUse): Template | null
}

export function createKeptDesigns(db: Database): KeptDesigns {
  const insert = db.prepare(`
    INSERT OR IGNORE INTO label_design (fingerprint, revision, design, kept_at)
    VALUES (@fingerprint, @revision, @design, @at)`)
  const select = db.prepare<[string], string>('SELECT design FROM label_design WHERE fingerprint = ?').pluck()
  return {
    keep: (template, at) => {
      const use = templateUse(template)
      const design = JSON.stringify(LabelDesign.parse(template.body))
      insert.run({ fingerprint: use.fingerprint, revision: use.revision, design, at })
      return use
    },
    find: ({ id, name, revision, fingerprint }) => {
      const design = select.get(fingerprint)
      return design === undefined
        ? null
        : { id, body: { ...LabelDesign.parse(JSON.parse(design)), name, revision } }
    },
  }
}
