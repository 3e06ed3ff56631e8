const savers = new Set<() => Promise<void>>()

/** Lets the form's draft be saved by `saveOpenForms` until the answer is called. */
export function formOpened(save: () => Promise<void>): () => void {
  savers.add(save)
  return () => void savers.delete(save)
}

/** Saves what stands unsaved in every open form; settles when all of it is on the disk or has failed, which the form then says. */
export async function saveOpenForms(): Promise<void> {
  await Promise.all([...savers].map((save) => save()))
}
