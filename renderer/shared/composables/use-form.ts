import { computed, inject, nextTick, provide, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import { afterPointer } from './after-pointer.ts'

export interface FormContext {
  idOf: (path: string) => string
  problemOf: (path: string) => string | undefined
  /** The user left the field: after a failed submission its message follows what he typed. */
  left: (path: string) => void
  typed: (path: string) => void
  /** Puts what was refused apart from a submission (a 短信验证码 for a taken number) at its fields and into the summary. */
  show: (failure: Failure) => void
  /** A file of this field is still being read: the form waits for it instead of going without. */
  setReading: (path: string, reading: boolean) => void
}
const FORM_CONTEXT: InjectionKey<FormContext> = Symbol('form')

export interface SummaryEntry {
  id: string
  text: string
}

export interface Form<Field extends string> {
  /** Problems in the order of the fields on the page, for ErrorSummary. */
  summary: ComputedRef<SummaryEntry[]>
  /** Raised when ErrorSummary shall take the focus. */
  attempts: Ref<number>
  busy: Ref<boolean>
  /** What went wrong beyond single fields; for FailureNotice. */
  failure: Ref<Failure | null>
  idOf: (path: Field) => string
  /**
   * Checks, then calls `send`; answers its value, or null when anything was wrong (then shown at the fields, in the summary and in
   * the title). One call at a time.
   */
  submit: <Value>(send: () => Promise<Result<Value>>) => Promise<Value | null>
  /** Checks now and shows what is wrong; true when nothing is. */
  check: () => boolean
  show: (failure: Failure) => void
  clear: () => void
}

/**
 * Validation as this product does it everywhere: nothing while typing, all of it at submission with a summary that takes the focus, then
 * per field when it is left. `fields` are the paths in the order of the page; `messages` is a pure check of what stands in the form.
 * FormField finds its message by `path`.
 */
export function useForm<Field extends string>(options: {
  name: string
  fields: readonly Field[]
  messages: () => Partial<Record<Field, string>>
}): Form<Field> {
  const problems = ref<Record<string, string>>({})
  const failure = ref<Failure | null>(null)
  const attempts = ref(0)
  const busy = ref(false)
  const refusedByServer = new Set<string>()
  const reading = new Set<string>()
  const idOf = (path: string) => `${options.name}-${path.replaceAll('.', '-')}`

  const summary = computed(() =>
    Object.entries(problems.value)
      .sort(([a], [b]) => placeOf(a) - placeOf(b))
      .map(([path, text]) => ({ id: idOf(path), text })),
  )
  function placeOf(path: string): number {
    const place = (options.fields as readonly string[]).indexOf(path)
    return place === -1 ? options.fields.length : place
  }

  function left(path: string): void {
    if (attempts.value > 0) afterPointer(() => recheck(path))
  }

  function messages(): Record<string, string> {
    const waiting = [...reading].map((path) => [path, '文件还在处理，请等它完成后再提交'] as const)
    // Safe: Partial only says that fields without a problem are absent.
    return { ...(options.messages() as Record<string, string>), ...Object.fromEntries(waiting) }
  }

  function recheck(path: string): void {
    const { [path]: before, ...others } = problems.value
    const message = messages()[path]
    if (message !== undefined) problems.value = { ...others, [path]: message }
    else if (before !== undefined && !refusedByServer.has(path)) problems.value = others
  }

  /** What the server refused stays refused until the value is another. */
  function typed(path: string): void {
    refusedByServer.delete(path)
  }

  function showFields(fields: Record<string, string>): boolean {
    problems.value = fields
    attempts.value += 1
    prefixTitle(Object.keys(fields).length)
    return Object.keys(fields).length === 0
  }

  function check(): boolean {
    refusedByServer.clear()
    return showFields(messages())
  }

  function show(failed: Failure): void {
    if (!failed.fields || failed.fields.length === 0) {
      failure.value = failed
      return
    }
    for (const { path } of failed.fields) refusedByServer.add(path)
    showFields(Object.fromEntries(failed.fields.map(({ path, message }) => [path, message])))
  }

  async function submit<Value>(send: () => Promise<Result<Value>>): Promise<Value | null> {
    if (busy.value) return null
    failure.value = null
    if (!check()) return null
    busy.value = true
    const result = await send()
    busy.value = false
    await nextTick()
    if (result.ok) return result.value
    show(result.failure)
    return null
  }

  function clear(): void {
    problems.value = {}
    failure.value = null
    attempts.value = 0
    prefixTitle(0)
  }

  function setReading(path: string, isReading: boolean): void {
    if (isReading) reading.add(path)
    else if (reading.delete(path)) left(path)
  }

  provide(FORM_CONTEXT, { idOf, problemOf: (path) => problems.value[path], left, typed, show, setReading })
  return { summary, attempts, busy, failure, idOf, submit, check, show, clear }
}

/** For FormField and the like: the form around them, if any. */
export function useFormContext(): FormContext | null {
  return inject(FORM_CONTEXT, null)
}

/** Screen readers read the title first: 有 4 处需要修改 – 账号信息. */
function prefixTitle(problemCount: number): void {
  const title = document.title.replace(/^有 \d+ 处需要修改 – /, '')
  document.title = problemCount > 0 ? `有 ${problemCount} 处需要修改 – ${title}` : title
}
