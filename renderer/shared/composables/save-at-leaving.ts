interface Savers {
  /** The form is looked away from: there is time for one write after the other. */
  save: () => Promise<void>
  /** The page ends: whatever is handed over now arrives, nothing later does. */
  saveNow: () => void
}

/** Calls the savers whenever a field, the window or the page is left, until the answer is called. */
export function saveAtLeaving({ save, saveNow }: Savers): () => void {
  const left = () => void save()
  const hidden = () => {
    if (document.visibilityState === 'hidden') saveNow()
  }
  const listened: [EventTarget, string, () => void][] = [
    [document, 'focusout', left],
    [window, 'blur', left],
    [document, 'visibilitychange', hidden],
    [window, 'beforeunload', saveNow],
    [window, 'pagehide', saveNow],
  ]
  for (const [target, name, listener] of listened) target.addEventListener(name, listener)
  return () => {
    for (const [target, name, listener] of listened) target.removeEventListener(name, listener)
  }
}
