/** Plain JavaScript: with exactOptionalPropertyTypes the table's own types do not fit `h`. */
import { ElAutoResizer, ElTableV2, TableV2FixedDir } from 'element-plus'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-table-v2.css'
import { defineComponent, h } from 'vue'
import '../../../../renderer/app/theme/element-plus.css'
import { mountPage } from './mount-page.ts'
import { operatorCells } from './operator-cells.ts'

/** The columns are made once, as its documentation asks; the selection goes through a plain cell, cheaper than its own checkbox. */
const Table = defineComponent({
  props: { given: { type: Object, required: true } },
  setup(props) {
    const columns = [
      {
        key: 'selection',
        width: 40,
        cellRenderer: ({ rowData }) =>
          h('span', {
            class: ['peer-check', { on: props.given.selected.has(rowData.id) }],
            onClick: () => props.given.toggle(rowData),
          }),
      },
      ...operatorCells((row) => props.given.edit(row)).map(({ key, title, width, fixed, cell }) => ({
        key,
        title,
        width,
        dataKey: key,
        ...(fixed ? { fixed: TableV2FixedDir.RIGHT } : {}),
        cellRenderer: ({ rowData, rowIndex }) => h('span', [cell(rowData, rowIndex)]),
      })),
    ]
    return () =>
      h(ElAutoResizer, null, {
        default: ({ width, height }) =>
          h(ElTableV2, {
            columns,
            data: props.given.operators,
            width,
            height,
            rowHeight: 40,
            headerHeight: 36,
            rowKey: 'id',
          }),
      })
  },
})

mountPage((given) => h(Table, { given }))
