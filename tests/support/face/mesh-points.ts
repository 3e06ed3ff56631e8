/** Points of the MediaPipe face mesh by what they are of. */
const numbers = (text: string) => text.trim().split(/\s+/).map(Number)

export const FACE_OVAL = numbers(
  '10 338 297 332 284 251 389 356 454 323 361 288 397 365 379 378 400 377 152 148 176 149 150 136 172 58 132 93 234 127 162 21 54 103 67 109',
)
export const INNER_LIPS = numbers('78 95 88 178 87 14 317 402 318 324 308 415 310 311 312 13 82 81 80 191')
export const UPPER_LIPS = numbers('13 82 81 80 312 311 310 0 37 267 12 11 38 268')

/** The fold above the lids, which comes down with them. */
export const ABOVE_LIDS = numbers('27 28 29 30 56 247 257 258 259 260 286 467')

/** Upper lid and the lower one under it. */
export const LIDS: readonly (readonly [number, number])[] = [
  [159, 145],
  [158, 153],
  [160, 144],
  [157, 154],
  [161, 163],
  [173, 155],
  [246, 7],
  [386, 374],
  [385, 380],
  [387, 373],
  [384, 381],
  [388, 390],
  [398, 382],
  [466, 249],
]

/** What goes down with the jaw. */
export const LOWER_FACE = new Set(
  numbers(`14 87 178 88 95 317 402 318 324 17 84 181 91 146 314 405 321 375 15 16 85 86 180 179 90 89 77 96 315 316 404 403 320
  319 307 325 18 83 182 106 43 313 406 335 273 200 201 421 199 208 428 175 171 396 152 148 176 377 400 149 378 150 379 194 418
  204 424 32 262 140 369 211 431 170 395 169 394 135 364 136 365 202 422 210 430`),
)
