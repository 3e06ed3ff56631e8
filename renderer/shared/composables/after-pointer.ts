let pointerIsDown = false
let waiting: (() => void)[] = []

function down(): void {
  pointerIsDown = true
}

/** The click follows the release in the same task; what waited comes after it. */
function up(): void {
  pointerIsDown = false
  const due = waiting
  waiting = []
  setTimeout(() => {
    for (const action of due) action()
  }, 0)
}

window.addEventListener('pointerdown', down, true)
window.addEventListener('pointerup', up, true)
window.addEventListener('pointercancel', up, true)

/**
 * Runs `action` at once, or after the click that is under way. A message that comes or goes between press and release moves the page,
 * and the release would miss what was pressed.
 */
export function afterPointer(action: () => void): void {
  if (pointerIsDown) waiting.push(action)
  else action()
}
