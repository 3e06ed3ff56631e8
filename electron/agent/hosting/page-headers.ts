/** Pages load only what came with them: no inline script or style, no frame around or inside, no foreign origin to talk to. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // The face detector is WebAssembly, which this one word allows to be compiled (docs/decisions/0010); eval of scripts stays forbidden.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sent with every file of the renderer, by app:// and by loopback alike. */
export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), usb=()',
} as const
