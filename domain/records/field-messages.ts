/** What is wrong with a form: a Chinese message for each field that has a problem; an empty object means that all is well. */
export type FieldMessages<Field extends string> = Partial<Record<Field, string>>

/** Keeps the messages and drops the fields that are fine. */
export function fieldMessages<Field extends string>(
  checks: Record<Field, string | null>,
): FieldMessages<Field> {
  const entries = Object.entries<string | null>(checks).filter(([, message]) => message !== null)
  // Safe: the entries left are those of `checks` whose value is a message.
  return Object.fromEntries(entries) as FieldMessages<Field>
}
