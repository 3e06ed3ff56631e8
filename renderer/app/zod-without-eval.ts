import { z } from 'zod'

// Zod tries `new Function` for speed as soon as a schema is made; the content security policy would report that as a violation. This
// stands in one chunk with zod itself (build/vite.renderer.config.ts), so that it runs before any schema.
z.config({ jitless: true })
