import type { RouteRecordRaw } from 'vue-router'

export const disclosureRoutes: RouteRecordRaw[] = []
