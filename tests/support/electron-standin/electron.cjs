'use strict';
/* STAND-IN for the 'electron' module. Node 24 main process + stock chromium over playwright-core/CDP.
 * Anything not implemented THROWS; nothing is silently faked. */
const { EventEmitter } = require('node:events');
const fs = require('node:fs'), os = require('node:os'), path = require('node:path'), crypto = require('node:crypto');
const { fileURLToPath, pathToFileURL } = require('node:url');
const codec = require('./codec.js');
const pw = require('playwright-core');
const read = (f) => fs.readFileSync(path.join(__dirname, f), 'utf8');
const dbg = (...a) => process.env.STANDIN_DEBUG && console.error('[stand-in dbg]', ...a);
const nope = (k) => { throw new Error(`electron stand-in: ${k} is not implemented (run this against real Electron)`); };
const strict = (name, o) => new Proxy(o, { get: (t, k) => (k in t || typeof k === 'symbol' || k === 'then' || k === 'toJSON' ? t[k] : nope(`${name}.${String(k)}`)) });
const CHROME = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream'];

// ---------------------------------------------------------------- app
let closing = false, root = process.cwd(), pkg = {}, ctx = null, booted = false, ready = false, quitting = false, started = null;
const switches = new Map(), paths = new Map();
const readyP = Promise.withResolvers();
class App extends EventEmitter {
  isPackaged = false;
  commandLine = { appendSwitch: (k, v) => void switches.set(k, v ?? ''), hasSwitch: (k) => switches.has(k), getSwitchValue: (k) => switches.get(k) ?? '', removeSwitch: (k) => void switches.delete(k), appendArgument() {} };
  get name() { return pkg.productName ?? pkg.name ?? 'Electron'; }
  getName() { return this.name; } setName(n) { pkg.productName = n; }
  getVersion() { return pkg.version ?? '0.0.0'; }
  getAppPath() { return root; }
  getLocale() { return 'en-US'; }
  isReady() { return ready; }
  whenReady() { return readyP.promise; }
  getPath(n) {
    if (paths.has(n)) return paths.get(n);
    if (n === 'userData' || n === 'sessionData') { const d = switches.get('user-data-dir') || path.join(process.env.XDG_CONFIG_HOME || path.join(os.homedir(), '.config'), this.name); return d; }
    const m = { home: os.homedir(), temp: os.tmpdir(), appData: process.env.XDG_CONFIG_HOME || path.join(os.homedir(), '.config'), logs: path.join(this.getPath('userData'), 'logs'), downloads: path.join(os.homedir(), 'Downloads'), documents: path.join(os.homedir(), 'Documents'), exe: process.argv[0] };
    return m[n] ?? nope(`app.getPath('${n}')`);
  }
  setPath(n, p) { if (n === 'userData' && ready) console.warn('[stand-in] setPath(userData) after ready'); paths.set(n, p); }
  enableSandbox() { if (ready) throw new Error('app.enableSandbox() can only be called before app is ready'); }
  disableHardwareAcceleration() {}
  setAppUserModelId() {} setAboutPanelOptions() {}
  requestSingleInstanceLock() {
    const f = path.join(this.getPath('userData'), 'standin.lock'); fs.mkdirSync(path.dirname(f), { recursive: true });
    try { const pid = Number(fs.readFileSync(f, 'utf8')); if (pid && pid !== process.pid) { process.kill(pid, 0); return false; } } catch {}
    fs.writeFileSync(f, String(process.pid)); this._lock = f; return true;
  }
  _lock = null; hasSingleInstanceLock() { return !!this._lock; } releaseSingleInstanceLock() { if (this._lock) fs.rmSync(this._lock, { force: true }); this._lock = null; }
  async quit() {
    if (quitting) return; const ev = mkEvent(); this.emit('before-quit', ev); if (ev.defaultPrevented) return;
    closing = true; // app.quit(): Electron does not emit window-all-closed
    for (const w of BrowserWindow.getAllWindows()) if (!(await w.__close(false))) { closing = false; return; }
    quitting = true; const e2 = mkEvent(); this.emit('will-quit', e2); if (e2.defaultPrevented) { quitting = false; return; }
    this.emit('quit', mkEvent(), 0); await this.exit(0);
  }
  async exit(code = 0) { quitting = true; this.releaseSingleInstanceLock(); try { await ctx?.close(); } catch {} process.exit(code); }
}
const mkEvent = (x = {}) => ({ defaultPrevented: false, preventDefault() { this.defaultPrevented = true; }, ...x });
const app = strict('app', new App());

// ---------------------------------------------------------------- custom schemes: app://host/p  <->  https://host.app.standin.test/p
const schemes = new Map(), privileged = new Map();
const toPage = (u) => { const m = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(u); return m && schemes.has(m[1]) ? `https://${m[2] || 'x'}.${m[1]}.standin.test${m[3] || '/'}` : u; };
const toApp = (u) => { const m = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.standin\.test(.*)$/i.exec(u ?? ''); return m && schemes.has(m[2]) ? `${m[2]}://${m[1]}${m[3]}` : u; };
const protocol = strict('protocol', {
  registerSchemesAsPrivileged(list) { if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready'); for (const s of list) privileged.set(s.scheme, s.privileges ?? {}); },
  handle(s, h) { if (!ready) throw new Error('protocol.handle before ready'); if (schemes.has(s)) throw new Error('Failed to register protocol: ' + s); schemes.set(s, h); },
  unhandle(s) { schemes.delete(s); }, isProtocolHandled: (s) => schemes.has(s),
});
const net = strict('net', {
  isOnline: () => true,
  async fetch(u, o) { const s = String(u?.url ?? u); if (s.startsWith('file:')) { try { return new Response(fs.readFileSync(fileURLToPath(s)), { headers: { 'content-type': mime(s) } }); } catch { throw new Error('net::ERR_FILE_NOT_FOUND'); } } return fetch(u, o); },
});
const mime = (s) => ({ html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', json: 'application/json', png: 'image/png', woff2: 'font/woff2' })[s.split(/[?#]/)[0].split('.').pop()] ?? 'application/octet-stream';

// ---------------------------------------------------------------- session
let permReq = null, permCheck = null, onBefore = null;
const defaultSession = strict('session', {
  resolveProxy: async () => 'DIRECT',
  protocol, fetch: (...a) => net.fetch(...a),
  setPermissionRequestHandler(h) { permReq = h; }, setPermissionCheckHandler(h) { permCheck = h; },
  webRequest: strict('session.webRequest', { onBeforeRequest(f, h) { onBefore = h ?? f; } }),
  async clearStorageData() { await ctx.clearCookies(); }, getUserAgent: () => 'stand-in',
  setSpellCheckerEnabled() {}, 
});
const session = strict('session', { defaultSession, fromPartition: () => nope('session.fromPartition') });

// ---------------------------------------------------------------- ipcMain
class IpcMain extends EventEmitter {
  _invokeHandlers = new Map(); // Electron's own name for it
  handle(c, f) { if (this._invokeHandlers.has(c)) throw new Error(`Attempted to register a second handler for '${c}'`); this._invokeHandlers.set(c, f); }
  handleOnce(c, f) { this.handle(c, (...a) => { this._invokeHandlers.delete(c); return f(...a); }); }
  removeHandler(c) { this._invokeHandlers.delete(c); }
}
const ipcMain = strict('ipcMain', new IpcMain());

// ---------------------------------------------------------------- windows
const popups = []; const wins = new Map(); let nextId = 1, firstPageUsed = false;
class WebContents extends EventEmitter {
  constructor(win, prefs) { super(); this.win = win; this.id = win.id; this.prefs = prefs; this.session = defaultSession; this.ctxIds = new Map(); this.own = new Set(); this.openHandler = null; this.isoCtx = 0; this.page = null; this.title = ''; this.ev = 'e' + crypto.randomBytes(8).toString('hex') + ':'; }
  setWindowOpenHandler(h) { this.openHandler = h; }
  getURL() { return toApp(this.page?.url() ?? ''); }
  getTitle() { return this.title ?? ''; }
  isDestroyed() { return this.win.destroyed; }
  getDevToolsTargetId() { return this.targetId; } getOrCreateDevToolsTargetId() { return this.targetId; }
  send(ch, ...args) { const s = codec.encode({ k: 'event', ch, args }); this.__post(s); }
  async __post(s) { await this.win.up; const id = this.isoCtx; if (id) await this.cdp.send('Runtime.callFunctionOn', { functionDeclaration: '(s)=>globalThis.__standin_in(s)', arguments: [{ value: s }], executionContextId: id }).catch((e) => console.warn('[stand-in] send lost:', e.message.split('\n')[0])); }
  async executeJavaScript(code) { await this.win.up; return this.page.evaluate(code); }
  async printToPDF(o = {}) { await this.win.up; return this.page.pdf({ landscape: o.landscape, printBackground: o.printBackground, preferCSSPageSize: o.preferCSSPageSize, format: typeof o.pageSize === 'string' ? o.pageSize : undefined }); }
  async capturePage() { const b = await this.page.screenshot(); return { toPNG: () => b, isEmpty: () => false }; }
  async close(o = {}) { await this.win.__close(!o.waitForBeforeUnload); }
  openDevTools() {} closeDevTools() {} reload() { return this.page.reload(); }
  get mainFrame() { return frame(this.getURL()); }
  static fromDevToolsTargetId(t) { return [...wins.values()].find((w) => w.webContents.targetId === t)?.webContents; }
  static fromId(i) { return wins.get(i)?.webContents; } static getAllWebContents() { return [...wins.values()].map((w) => w.webContents); }
}
const frame = (url) => ({ url, origin: (() => { const m = /^([a-z0-9+.-]+:\/\/[^/?#]*)/i.exec(url); return m ? m[1] : 'null'; })(), parent: null, top: null });
class BrowserWindow extends EventEmitter {
  static getAllWindows() { return [...wins.values()]; } static fromWebContents(wc) { return wins.get(wc?.id) ?? null; } static fromId(i) { return wins.get(i) ?? null; } static getFocusedWindow() { return [...wins.values()].at(-1) ?? null; }
  constructor(o = {}) {
    super(); if (!ready) throw new Error('Cannot create BrowserWindow before app is ready');
    const p = o.webPreferences ?? {};
    for (const [k, bad] of [['sandbox', false], ['contextIsolation', false], ['nodeIntegration', true], ['webSecurity', false], ['webviewTag', true], ['nodeIntegrationInSubFrames', true]]) if (p[k] === bad) nope(`webPreferences.${k}: ${bad}`);
    if (p.partition || p.session) nope('webPreferences.partition/session');
    this.id = nextId++; this.o = o; this.destroyed = false; this.visible = o.show !== false;
    const self = strict('BrowserWindow', this); wins.set(this.id, self);
    this.webContents = strict('webContents', new WebContents(this, p));
    this.up = this.#open(); this.up.catch((e) => { console.error('[stand-in] window failed', e); });
    app.emit('browser-window-created', mkEvent(), self); app.emit('web-contents-created', mkEvent(), this.webContents);
    return self;
  }
  async #open() {
    const wc = this.webContents, p = wc.prefs;
    const reuse = !firstPageUsed && ctx.pages()[0]; firstPageUsed = true;
    const page = wc.page = reuse || await ctx.newPage();
    page.__win = this; page.__claim?.();
    await page.setViewportSize({ width: this.o.width ?? 800, height: this.o.height ?? 600 });
    const cdp = wc.cdp = await ctx.newCDPSession(page);
    wc.targetId = (await cdp.send('Target.getTargetInfo')).targetInfo.targetId;
    const mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
    await cdp.send('Page.enable'); await cdp.send('Runtime.enable');
    cdp.on('Runtime.executionContextCreated', ({ context: c }) => { dbg('ctx', c.id, c.name, c.auxData?.frameId === mainFrameId); if (c.name === 'ElectronIsolatedContext' && c.auxData?.frameId === mainFrameId) { wc.isoCtx = c.id; } });
    cdp.on('Runtime.exceptionThrown', (e) => console.error('[renderer exception]', e.exceptionDetails.exception?.description ?? e.exceptionDetails.text));
    cdp.on('Runtime.executionContextsCleared', () => { dbg('cleared'); wc.isoCtx = 0; });
    cdp.on('Runtime.bindingCalled', (e) => { dbg('bind', e.name, e.executionContextId, wc.isoCtx, e.payload.slice(0, 120)); if (e.name === '__standin_ipc' && e.executionContextId === wc.isoCtx) this.#ipc(codec.decode(e.payload)).catch((x) => console.error('[stand-in] ipc', x)); });
    await cdp.send('Runtime.addBinding', { name: '__standin_ipc', executionContextName: 'ElectronIsolatedContext' });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: read('main-world.js').replaceAll('@EV@', wc.ev) });
    let src = ''; if (p.preload) { if (!path.isAbsolute(p.preload)) throw new Error('preload script must have absolute path: ' + p.preload); src = fs.readFileSync(p.preload, 'utf8'); if (/^\s*(import|export)\s/m.test(src)) throw new Error(`Unable to load preload script: ${p.preload}\nSyntaxError: Cannot use import statement outside a module`); }
    const proc = { platform: process.platform, arch: process.arch, type: 'renderer', sandboxed: true, contextIsolated: true, versions: { electron: '45.4.1-standin', chrome: ctx.browser?.()?.version?.() ?? '', node: process.versions.node }, env: {}, argv: ['electron', ...(p.additionalArguments ?? [])] };
    const iso = read('isolated-world.js').replace('@CODEC@', () => read('codec.js')).replaceAll('@EV@', wc.ev).replace('@PROC@', () => JSON.stringify(proc)).replace('@PRELOAD@', () => src).replace('@PRELOADPATH@', () => p.preload ?? 'no-preload');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: iso, worldName: 'ElectronIsolatedContext' });
    page.on('console', (m) => wc.emit('console-message', { level: m.type(), message: m.text() }));
    page.on('domcontentloaded', () => wc.emit('dom-ready', mkEvent()));
    page.on('load', async () => { wc.title = await page.title().catch(() => ''); wc.emit('did-finish-load', mkEvent()); if (!this.shownOnce) { this.shownOnce = true; this.emit('ready-to-show', mkEvent()); } });
    page.on('crash', () => wc.emit('render-process-gone', mkEvent(), { reason: 'crashed', exitCode: 0 }));
    page.on('close', () => this.__gone());
    page.on('dialog', (d) => { if (d.type() === 'beforeunload') { const e = mkEvent(); wc.emit('will-prevent-unload', e); (e.defaultPrevented ? d.accept() : d.dismiss()).catch(() => {}); } else if (page.listenerCount('dialog') === 1) d.dismiss().catch(() => {}); });
    page.on('popup', (pop) => this.#popup(pop)); cdp.on('Page.windowOpen', (e) => this.#windowOpen(e));
  }
  // CDP Page.windowOpen fires on the opener before the new page exists: that is where setWindowOpenHandler is asked
  #windowOpen(e) {
    const wc = this.webContents, url = toApp(e.url);
    const r = wc.openHandler ? wc.openHandler({ url, frameName: e.windowName, features: e.windowFeatures.join(','), disposition: 'new-window', referrer: { url: '', policy: 'default' } }) : { action: 'allow' };
    if (r.action !== 'deny') console.warn('[stand-in] window.open allowed: the child window has no preload in the stand-in');
    popups.push({ url: e.url, deny: r.action === 'deny' });
  }
  async #popup(pop) { if (popups.some((p) => p.deny)) await pop.close().catch(() => {}); }
  async #ipc(m) {
    const wc = this.webContents, sf = frame(wc.getURL());
    const ev = mkEvent({ sender: wc, senderFrame: sf, processId: 1, frameId: 1, type: 'frame', reply: (c, ...a) => wc.send(c, ...a) });
    if (m.k === 'send') { ipcMain.emit(m.ch, ev, ...m.args); return; }
    if (m.k === 'preload-error') { console.error('Unable to load preload script:', wc.prefs.preload, '\n', m.m); wc.emit('preload-error', mkEvent(), wc.prefs.preload, new Error(m.m)); return; }
    if (m.k === 'ask') { // media permission
      const details = { mediaTypes: m.types, securityOrigin: frame(wc.getURL()).origin + '/', requestingUrl: wc.getURL(), isMainFrame: true };
      const ok = permReq ? await new Promise((r) => permReq(wc, 'media', r, details)) : true;        // Electron's default is to allow
      const origin = new URL(wc.page.url()).origin; const pp = m.types.map((t) => (t === 'audio' ? 'microphone' : 'camera'));
      if (ok) await ctx.grantPermissions(pp, { origin });
      return wc.__post(codec.encode({ k: 'perm', id: m.id, ok: !!ok }));
    }
    if (m.k === 'invoke') {
      let out; try { const h = ipcMain._invokeHandlers.get(m.ch); if (!h) throw new Error(`No handler registered for '${m.ch}'`); out = codec.encode({ k: 'reply', id: m.id, ok: true, v: await h(ev, ...m.args) }); }
      catch (e) { out = codec.encode({ k: 'reply', id: m.id, ok: false, m: `Error invoking remote method '${m.ch}': ${e}` }); }
      return wc.__post(out);
    }
  }
  async loadURL(u) {
    await this.up; const t = toPage(u); const sch = u.split(':')[0];
    if (t === u && !/^(https?|file|data|about|blob)$/.test(sch)) throw Object.assign(new Error(`ERR_UNKNOWN_URL_SCHEME (-302) loading '${u}'`), { code: 'ERR_UNKNOWN_URL_SCHEME' });
    this.webContents.own.add(t); 
    try { await this.webContents.page.goto(t, { waitUntil: 'load' }); } catch (e) { this.webContents.emit('did-fail-load', mkEvent(), -2, e.message, u, true); throw e; }
  }
  loadFile(f, o = {}) { const u = pathToFileURL(path.resolve(root, f)); if (o.hash) u.hash = o.hash; for (const [k, v] of Object.entries(o.query ?? {})) u.searchParams.set(k, v); return this.loadURL(u.href); }
  async __close(force) {
    if (this.destroyed) return true; const ev = mkEvent(); if (!force) { this.emit('close', ev); if (ev.defaultPrevented) return false; }
    await this.up.catch(() => {}); if (this.destroyed) return true;
    const gone = new Promise((r) => this.once('closed', () => r(true)));
    await this.webContents.page?.close({ runBeforeUnload: !force }).catch(() => {});
    return Promise.race([gone, new Promise((r) => setTimeout(() => r(false), 3000))]);
  }
  __gone() { if (this.destroyed) return; this.destroyed = true; wins.delete(this.id); this.webContents.emit('destroyed'); this.emit('closed'); if (!wins.size && !quitting && !closing) { if (app.listenerCount('window-all-closed')) app.emit('window-all-closed'); else app.quit(); } }
  close() { void this.__close(false); } destroy() { void this.__close(true); } isDestroyed() { return this.destroyed; }
  show() { this.visible = true; this.emit('show'); } hide() { this.visible = false; this.emit('hide'); } isVisible() { return this.visible; } focus() { this.emit('focus'); } isMinimized() { return false; } restore() {} maximize() {} minimize() {} isFocused() { return true; }
  setTitle(t) { this.t = t; } getTitle() { return this.t ?? this.webContents.getTitle(); } setMenuBarVisibility() {} setMenu() {} removeMenu() {}
  getBounds() { return { x: 0, y: 0, width: this.o.width ?? 800, height: this.o.height ?? 600 }; } setBounds(b) { Object.assign(this.o, b); }
}
// ---------------------------------------------------------------- small modules
const dialog = strict('dialog', Object.fromEntries(['showMessageBox', 'showOpenDialog', 'showSaveDialog'].map((k) => [k, async () => nope(`dialog.${k} without a prepared answer (replace it in the test)`)])));
dialog.showErrorBox = (t, c) => console.error('[dialog.showErrorBox]', t, c);
class MenuItem { constructor(o, menu) { Object.assign(this, { enabled: true, visible: true, type: o.submenu ? 'submenu' : 'normal' }, o); if (Array.isArray(o.submenu)) this.submenu = Menu.buildFromTemplate(o.submenu); this.menu = menu; const f = o.click; this.click = (...a) => f?.(this, BrowserWindow.getFocusedWindow(), ...a); } }
class Menu extends EventEmitter { items = []; static _app = null; static buildFromTemplate(t) { const m = new Menu(); m.items = t.map((o) => new MenuItem(o, m)); return m; } static setApplicationMenu(m) { Menu._app = m; } static getApplicationMenu() { return Menu._app; } append(i) { this.items.push(i); } getMenuItemById(id) { for (const i of this.items) { if (i.id === id) return i; const s = i.submenu?.getMenuItemById?.(id); if (s) return s; } return null; } popup() { nope('Menu.popup'); } }
const shell = strict('shell', { opened: [], async openExternal(u) { shell.opened.push(u); }, async openPath(p) { shell.opened.push(p); return ''; }, showItemInFolder(p) { shell.opened.push(p); }, beep() {} });
const keyFile = () => path.join(app.getPath('userData'), 'STANDIN-INSECURE.key');
const key = () => { const f = keyFile(); if (!fs.existsSync(f)) { fs.mkdirSync(path.dirname(f), { recursive: true }); fs.writeFileSync(f, crypto.randomBytes(32)); } return fs.readFileSync(f); };
const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => ready, getSelectedStorageBackend: () => 'basic_text', setUsePlainTextEncryption() {},
  encryptString(s) { const iv = crypto.randomBytes(12), c = crypto.createCipheriv('aes-256-gcm', key(), iv); return Buffer.concat([Buffer.from('SI1'), iv, c.update(s, 'utf8'), c.final(), c.getAuthTag()]); },
  isAsyncEncryptionAvailable: async () => ready, encryptStringAsync: async (s) => safeStorage.encryptString(s), decryptStringAsync: async (b) => ({ result: safeStorage.decryptString(b), shouldReEncrypt: false }),
  decryptString(b) { if (b.subarray(0, 3).toString() !== 'SI1') throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.'); const d = crypto.createDecipheriv('aes-256-gcm', key(), b.subarray(3, 15)); d.setAuthTag(b.subarray(-16)); return Buffer.concat([d.update(b.subarray(15, -16)), d.final()]).toString('utf8'); },
});
// There is no desktop to show it on: a tray is remembered so that tests can read what it would show.
class Tray extends EventEmitter { static all = []; constructor(image) { super(); this.image = image; this.toolTip = ''; Tray.all.push(this); } setToolTip(t) { this.toolTip = t; } setContextMenu(m) { this.menu = m; } setImage(i) { this.image = i; } destroy() { Tray.all.splice(Tray.all.indexOf(this), 1); } }
const image = (bytes) => ({ isEmpty: () => !bytes?.length, toPNG: () => bytes, resize: () => image(bytes) });
const nativeImage = strict('nativeImage', { createFromPath: (f) => image(fs.existsSync(f) ? fs.readFileSync(f) : null), createEmpty: () => image(null) });
const contextBridge = new Proxy({}, { get: (_, k) => nope(`contextBridge.${String(k)} in the main process`) });
const ipcRenderer = new Proxy({}, { get: (_, k) => (typeof k === 'symbol' ? undefined : nope(`ipcRenderer.${String(k)} in the main process`)) });
const webContents = WebContents;

// ---------------------------------------------------------------- start
async function start() {
  const udd = path.join(app.getPath('userData'), 'StandinChromium'); fs.mkdirSync(udd, { recursive: true }); fs.rmSync(path.join(udd, 'DevToolsActivePort'), { force: true });
  const wantPort = switches.has('remote-debugging-port');
  const skip = new Set(['inspect', 'inspect-brk', 'remote-debugging-port', 'no-sandbox', 'user-data-dir']);
  const extra = [...switches].filter(([k]) => !skip.has(k)).map(([k, v]) => (v === '' ? `--${k}` : `--${k}=${v}`));
  ctx = await pw.chromium.launchPersistentContext(udd, { executablePath: CHROME, headless: process.env.STANDIN_HEADED !== '1', ignoreDefaultArgs: [], args: [...FLAGS, ...extra, ...(wantPort ? ['--remote-debugging-port=0'] : [])], handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, serviceWorkers: 'block' });
  ctx.on('close', () => { if (!quitting) process.exit(0); });
  for (const s of ['SIGINT', 'SIGTERM']) process.once(s, () => app.exit(0));
  await ctx.route('**/*', route);
  if (wantPort) { const f = path.join(udd, 'DevToolsActivePort'); for (let i = 0; i < 100 && !fs.existsSync(f); i++) await new Promise((r) => setTimeout(r, 20)); const [port, p] = fs.readFileSync(f, 'utf8').split('\n'); process.stderr.write(`DevTools listening on ws://127.0.0.1:${port}${p}\n`); }
  ready = true; readyP.resolve(); app.emit('ready', mkEvent(), {});
}
async function route(r) {
  const q = r.request(), url = q.url();
  let fr = null, page = null; try { fr = q.frame(); page = fr.page(); } catch { /* first request of a popup: its frame is not known yet */ }
  if (!q.isNavigationRequest()) fr = null;
  if (!page || !page.__win) { const i = popups.findIndex((p) => p.url === url); if (i >= 0 && popups[i].deny) { setTimeout(() => popups.splice(popups.findIndex((p) => p.url === url), 1), 1000); return r.abort('aborted').catch(() => {}); } }
  const win = page?.__win, wc = win?.webContents;
  if (wc && fr && fr === page.mainFrame()) {
    if (wc.own.delete(url.split('#')[0]) || wc.own.delete(url)) { /* loadURL: no will-navigate in Electron */ }
    else { const e = mkEvent({ url: toApp(url), isMainFrame: true, isSameDocument: false }); wc.emit('will-navigate', e, toApp(url)); if (e.defaultPrevented) return r.abort('aborted'); }
  }
  if (onBefore) { const v = await new Promise((res) => onBefore({ url: toApp(url), method: q.method(), resourceType: q.resourceType() }, res)); if (v?.cancel) return r.abort('blockedbyclient'); }
  const a = toApp(url); if (a === url) return r.continue();
  try {
    const body = q.postDataBuffer();
    const res = await schemes.get(a.split(':')[0])(new Request(a, { method: q.method(), headers: Object.fromEntries(Object.entries(q.headers()).filter(([k]) => !/^(:|host$|connection$|content-length$)/i.test(k))), ...(body ? { body } : {}) }));
    await r.fulfill({ status: res.status, headers: Object.fromEntries(res.headers), body: Buffer.from(await res.arrayBuffer()) });
  } catch (e) { console.error('[stand-in] protocol handler threw for', a, e); await r.abort('failed').catch(() => {}); }
}
const __boot = (b) => { root = b.root; pkg = { ...b.pkg }; booted = true; };
const __start = () => (started ??= start());
module.exports = { app, BrowserWindow, ipcMain, session, protocol, safeStorage, dialog, Menu, MenuItem, shell, net, Tray, nativeImage, webContents, contextBridge, ipcRenderer, __boot, __start };
