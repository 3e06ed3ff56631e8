/** How long a full personal number stays on the screen. */
export const REVEALED_FOR_MS = 30_000
