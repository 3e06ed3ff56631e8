/** Its package is installed beside the benchmark only, so this page is not type-checked. */
import { NDataTable } from 'naive-ui/es/data-table/index.mjs'
import { defineComponent, h } from 'vue'
import { mountPage } from './mount-page.ts'
import { operatorCells } from './operator-cells.ts'

/** The columns are made once; the selection goes through a plain cell, cheaper than its own checkbox. */
const Table = defineComponent({
  props: { given: { type: Object, required: true } },
  setup(props) {
    const columns = [
      {
        key: 'selection',
        width: 40,
        render: (row) =>
          h('span', {
            class: ['peer-check', { on: props.given.selected.has(row.id) }],
            onClick: () => props.given.toggle(row),
          }),
      },
      ...operatorCells((row) => props.given.edit(row)).map(({ key, title, width, fixed, cell }) => ({
        key,
        title,
        width,
        ...(fixed ? { fixed: 'right' } : {}),
        render: cell,
      })),
    ]
    const rowKey = ({ id }) => id
    return () =>
      h(NDataTable, {
        columns,
        data: props.given.operators,
        rowKey,
        virtualScroll: true,
        flexHeight: true,
        minRowHeight: 40,
        scrollX: 1324,
        size: 'small',
        style: { height: '100%' },
      })
  },
})

mountPage((given) => h(Table, { given }))
