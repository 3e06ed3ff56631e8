import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ErrorSummary from '../../../../renderer/shared/components/ErrorSummary.vue'

const ENTRIES = [
  { id: 'a', text: '请填写机构名称' },
  { id: 'b', text: '请填写手机号码' },
]

describe('ErrorSummary', () => {
  it('is absent while nothing is wrong', () => {
    expect(
      mount(ErrorSummary, { props: { entries: [], attempts: 0 } })
        .find('[role=alert]')
        .exists(),
    ).toBe(false)
  })

  it('counts the problems and takes the focus at every attempt', async () => {
    const summary = mount(ErrorSummary, { props: { entries: ENTRIES, attempts: 0 }, attachTo: document.body })
    await summary.setProps({ attempts: 1 })
    await flushPromises()
    expect(summary.text()).toContain('有 2 处需要修改')
    expect(document.activeElement).toBe(summary.get('[role=alert]').element)
  })

  it('leads from an entry to its field', async () => {
    const input = document.createElement('input')
    input.id = 'b'
    document.body.append(input)
    const summary = mount(ErrorSummary, { props: { entries: ENTRIES, attempts: 0 }, attachTo: document.body })
    await summary.findAll('a')[1]!.trigger('click')
    expect(document.activeElement).toBe(input)
  })

  it('leads to the first input of a group', async () => {
    document.body.innerHTML = '<div id="a" role="group"><input id="inner" type="checkbox"></div>'
    const summary = mount(ErrorSummary, { props: { entries: ENTRIES, attempts: 0 } })
    await summary.get('a').trigger('click')
    expect(document.activeElement?.id).toBe('inner')
  })
})
