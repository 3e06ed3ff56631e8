import { z } from 'zod'

export const Role = z.enum(['organisation', 'engineer', 'authority'])
export type Role = z.infer<typeof Role>
