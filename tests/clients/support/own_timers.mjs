// Some clients keep timers of their own whatever is closed (the package `binance` renews its listen
// key each half hour; Binance's own reconnect). They shall keep no test alive: imported before such
// a client.
for (const name of ['setTimeout', 'setInterval']) {
    const start = globalThis[name];
    globalThis[name] = Object.assign((...words) => start(...words).unref(), start);
}
