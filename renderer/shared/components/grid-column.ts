/** A column of DataGrid. Its cells show the slot named `key`, else `text`. Columns without a width share what is left. */
export interface GridColumn<Row> {
  key: string
  title: string
  width?: number
  /** Stays at the right edge while the others scroll. */
  fixed?: boolean
  /** Digits in columns of equal width. */
  number?: boolean
  text?: (row: Row, index: number) => string
}
