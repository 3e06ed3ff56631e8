import { z } from 'zod'
import { TemplateFields } from './saved-template.ts'

/** Raised when the file's shape changes; older files stay readable. */
const FILE_VERSION = 1
const FILE_KIND = 'fire-label-template'
/** A design with pictures in all of its elements stays well below. */
export const DESIGN_FILE_MAX_BYTES = 4 * 1024 * 1024

const DesignFile = z.object({
  kind: z.literal(FILE_KIND),
  version: z.number().int(),
  template: z.unknown(),
})

/** The template as a file's text, pictures included. */
export function exportDesign(template: TemplateFields): string {
  const { name, size, direction, elements } = template
  const file = { kind: FILE_KIND, version: FILE_VERSION, template: { name, size, direction, elements } }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** The template of an exported file, or in words why it is none. */
export function importDesign(
  text: string,
): { ok: true; template: TemplateFields } | { ok: false; message: string } {
  const file = DesignFile.safeParse(jsonOf(text))
  if (!file.success) return { ok: false, message: '这不是标签模板文件，请选择由“导出模板”得到的 .json 文件' }
  if (file.data.version !== FILE_VERSION) {
    const message = `模板文件的版本是 ${file.data.version}，本程序认识版本 ${FILE_VERSION}，请更新客户端后再导入`
    return { ok: false, message }
  }
  const template = TemplateFields.safeParse(file.data.template)
  if (template.success) return { ok: true, template: template.data }
  const [issue] = template.error.issues
  return {
    ok: false,
    message: `模板文件的内容有误（${placeOf(issue?.path ?? [])}）：${issue?.message ?? ''}`,
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  const [head, index] = path
  if (head === 'elements' && typeof index === 'number') return `第 ${index + 1} 个元素`
  if (head === 'size') return '标签纸尺寸'
  return head === 'name' ? '模板名称' : '文件结构'
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
