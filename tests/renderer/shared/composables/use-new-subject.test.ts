import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { useNewSubject, type NewSubject } from '../../../../renderer/shared/composables/use-new-subject.ts'

async function openAt(address: string) {
  let named: NewSubject | undefined
  const page = defineComponent(() => {
    named = useNewSubject()
    return () => h('p')
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/practice/new', component: page },
      { path: '/practice', component: { render: () => h('p') } },
    ],
  })
  await router.push(address)
  mount(RouterView, { global: { plugins: [router] } })
  await flushPromises()
  return { router, named: named! }
}

describe('the subject of a new entry', () => {
  it('is a fresh one that a reload of the page finds again', async () => {
    const { router, named } = await openAt('/practice/new')
    expect(named.subject.value).toMatch(/^new-/)
    expect(router.currentRoute.value.query['draft']).toBe(named.subject.value)
    const again = await openAt(router.currentRoute.value.fullPath)
    expect(again.named.subject.value).toBe(named.subject.value)
  })

  it('is another one when the page is opened without a name once more', async () => {
    const { router, named } = await openAt('/practice/new?draft=new-1')
    expect(named.subject.value).toBe('new-1')
    await router.push('/practice/new')
    await flushPromises()
    expect(named.subject.value).not.toBe('new-1')
  })

  it('is never the id of a record', async () => {
    const { named } = await openAt('/practice/new?draft=f0e1d2c3')
    expect(named.subject.value).toMatch(/^new-/)
  })

  it('follows whoever goes on with another draft, and leaves the address of the next page alone', async () => {
    const { router, named } = await openAt('/practice/new?draft=new-1')
    named.take('new-2')
    await flushPromises()
    expect(named.subject.value).toBe('new-2')
    await router.push('/practice')
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/practice')
  })
})
