import type { RouteRecordRaw } from 'vue-router'

export const entryRoutes: RouteRecordRaw[] = []
