import type { FunctionalComponent } from 'vue'
import 'vue-router'

/**
 * Who may open a page. `registration`: an organisation at any step of its registration; `organisation`: one that has
 * completed it; `signed-in`: anybody with an account.
 */
export type RouteAccess = 'public' | 'signed-in' | 'registration' | 'organisation' | 'engineer' | 'authority'

/** The manual's four menus, and one for each of the other roles. */
export type MenuName = '首页' | '业务管理' | '综合服务' | '执业活动' | '注册执业' | '审批管理'

/** An entry of the left list; a page without one belongs to the entry named by `under`. */
export interface ListEntry {
  label: string
  order: number
  icon: FunctionalComponent
}

/** Something that a page is opened for; the command box offers it by name. */
export interface RouteAction {
  label: string
  icon: FunctionalComponent
  /** What the page finds in its address as `?do=` and takes with `useAskedAction`; without it, opening the page is the action. */
  does?: string
}

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    access: RouteAccess
    /** Of no use to somebody who is signed in: he is led to his home. */
    onlySignedOut?: boolean
    /** Pages with a menu stand in the shell with its left list; those without stand alone (entry, sign-in, registration). */
    menu?: MenuName
    entry?: ListEntry
    actions?: readonly RouteAction[]
    /** Path of the entry that is shown as current while this page is open. */
    under?: string
  }
}
