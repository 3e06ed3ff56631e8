/** A column of DataGrid. Its cells show the slot named `key`, else `text`. Columns without a width share what is left. */
export interface GridColumn<Row> {
  key: string
  title: string
  width?: number
  /** Stays at the right edge while the others scroll. */
  fixed?: boolean
  /** Digits in columns of equal width. */
  number?: boolean
  /** Also what is copied of a whole row; a column without it is left out there. */
  text?: (row: Row, index: number) => string
  /** Its header sorts by this. */
  sort?: (row: Row) => string | number
}
