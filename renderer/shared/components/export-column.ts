/** A column of an exported list. */
export interface ExportColumn<Row> {
  title: string
  /** In characters; without it the title's own. */
  width?: number
  text: (row: Row, index: number) => string
}
