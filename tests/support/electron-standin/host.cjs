'use strict';
const path = require('node:path'), fs = require('node:fs');
const { pathToFileURL } = require('node:url');
const electron = require('electron');
const args = process.argv.slice(2);
const preloads = [], rest = [];
for (let i = 0; i < args.length; i++) {
  if (args[i] === '-r' || args[i] === '--require') preloads.push(args[++i]); else rest.push(args[i]);
}
const exe = path.join(__dirname, 'dist', 'electron');
process.argv.splice(0, process.argv.length, exe, ...rest);
for (const a of rest) if (a.startsWith('--')) { const [k, v] = a.slice(2).split(/=(.*)/s); electron.app.commandLine.appendSwitch(k, v); }
for (const p of preloads) require(path.resolve(p));               // Playwright's loader.js lands here
const appArg = process.argv.slice(1).find((a) => !a.startsWith('-'));
if (!appArg) { console.error('stand-in: no app path given'); process.exit(2); }
const abs = path.resolve(appArg);
let entry = abs, root = path.dirname(abs), pkg = {};
if (fs.statSync(abs).isDirectory()) { root = abs; pkg = JSON.parse(fs.readFileSync(path.join(abs, 'package.json'), 'utf8')); entry = path.join(abs, pkg.main || 'index.js'); }
process.resourcesPath = path.join(__dirname, 'dist', 'resources');
electron.__boot({ root, pkg });
process.on('uncaughtException', (e) => { console.error('[stand-in] uncaught in main:', e); process.exit(1); });
let loaded = false;
process.on('exit', (c) => { if (!loaded && !c) { console.error('stand-in: the main script never finished loading (top-level await of app.whenReady() hangs real Electron)'); process.exitCode = 13; } });
(async () => {
  try { await import(pathToFileURL(entry).href); }
  catch (e) { console.error('App threw an error during load\n', e); process.exit(1); }
  loaded = true; await electron.__start();
})();
