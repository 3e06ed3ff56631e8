/** `/example`: a page that pairs and prints, to try the way out and to copy from. */
export const GATEWAY_EXAMPLE = String.raw`<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>网页打印标签示例</title>
<style>
  body { font: 15px/1.6 system-ui, sans-serif; max-width: 640px; margin: 32px auto; padding: 0 20px; color: #1f2937 }
  label { display: block; margin: 14px 0 4px } input, select, button { font: inherit; padding: 6px 10px }
  canvas { display: block; margin: 14px 0; border: 1px solid #9ca3af; max-width: 100% } #said { min-height: 1.6em }
</style>
<h1>网页打印标签示例</h1>
<p>在客户端“浏览器打印”页面开启服务并取得配对码，填在这里。</p>
<form id="pair"><label for="code">配对码</label><input id="code" inputmode="numeric" maxlength="6" autocomplete="off" required> <button>配对</button></form>
<form id="print">
  <label for="printer">打印机</label><select id="printer"></select>
  <label for="text">文字</label><input id="text" value="消防设施 07 号箱" maxlength="20"> <button>打印</button>
</form>
<canvas id="label" width="480" height="320"></canvas>
<p id="said" role="status"></p>
<script type="module">
  import { connectLabelPrinting } from '/client.js'
  const printing = connectLabelPrinting()
  const at = (id) => document.getElementById(id)
  const say = (text) => { at('said').textContent = text }
  const WORDS = { asks: '请在客户端确认', refused: '没有打印', sent: '已送达打印机', confirmed: '打印机已就绪', 'needs-attention': '请在客户端处理', cancelled: '已取消' }
  let printers = []

  function draw() {
    const printer = printers.find(({ id }) => id === at('printer').value)
    const canvas = at('label')
    if (printer) Object.assign(canvas, { width: printer.widthDots, height: printer.heightDots })
    const context = canvas.getContext('2d')
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.fillStyle = '#000'
    context.font = Math.round(canvas.height / 8) + 'px sans-serif'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillText(at('text').value, canvas.width / 2, canvas.height / 2, canvas.width * 0.9)
    context.lineWidth = 4
    context.strokeRect(10, 10, canvas.width - 20, canvas.height - 20)
  }
  async function list() {
    printers = await printing.printers()
    at('printer').replaceChildren(...printers.map(({ id, name }) => new Option(name, id)))
    draw()
  }
  const during = (work) => async (event) => {
    event.preventDefault()
    try { await work() } catch (error) { say(error.message) }
  }
  at('pair').onsubmit = during(async () => { await printing.pair(at('code').value); say('已配对'); await list() })
  at('print').onsubmit = during(async () => {
    draw()
    const job = await printing.print({ printerId: at('printer').value, title: at('text').value, image: at('label') })
    if (job.state === 'asks') say(WORDS.asks)
    const end = await printing.finished(job.id)
    say(WORDS[end.state] + (end.message ? '：' + end.message : ''))
  })
  at('printer').onchange = draw
  at('text').oninput = draw
  draw()
  if (printing.isPaired()) list().catch((error) => say(error.message))
</script>
</html>
`
