// A bare TCP connection: what no HTTP client would send.
//
//     const socket = await connectTo(demo);
//     socket.send('GET /api/v3/ping HTTP/1.1\r\nHost: x\r\n\r\n');
//     await socket.replies(1)  -> [{ status: 200, body: '{}' }]
import './guard.mjs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

class Socket {
    constructor(connection) {
        this.connection = connection;
        this.heard = '';
        this.closed = new Promise((done) => connection.on('close', () => done(true)));
        this.news = () => {};
        connection.setEncoding('latin1');
        connection.on('data', (piece) => {
            this.heard += piece;
            this.news();
        });
        connection.on('error', () => {}); // the server may hang up while we still write
        this.closed.then(() => this.news());
    }

    send(text) {
        this.connection.write(text, 'latin1');
        return this;
    }
    end() {
        this.connection.end();
        return this;
    }

    // What was answered so far, in order; throws when fewer than `count` come in time.
    async replies(count, within_ms = 20_000) {
        const late = pause(within_ms, 'late', { ref: false });
        for (;;) {
            const found = parsed(this.heard);
            if (found.length >= count) return found;
            const news = new Promise((done) => (this.news = done));
            const closed = this.connection.destroyed;
            if (closed || (await Promise.race([news, late])) === 'late') {
                throw new Error(`${found.length} of ${count} replies${closed ? ', then closed' : ''}:\n${this.heard.slice(0, 500)}`);
            }
        }
    }

    // True once the server hung up; false when it does not in time.
    hungUp(within_ms = 20_000) {
        return Promise.race([this.closed, pause(within_ms, false, { ref: false })]);
    }
    destroy() {
        this.connection.destroy();
    }
}

function parsed(heard) {
    const replies = [];
    for (let at = 0; ; ) {
        const end = heard.indexOf('\r\n\r\n', at);
        if (end < 0) return replies;
        const head = heard.slice(at, end);
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
        const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
        const body = heard.slice(end + 4, end + 4 + length);
        if (body.length < length) return replies;
        at = end + 4 + length;
        if (status !== 100) replies.push({ status, head, body });
    }
}

export async function connectTo(demo) {
    const connection = net.connect(demo.port, '127.0.0.1');
    await new Promise((done, failed) => connection.once('connect', done).once('error', failed));
    return new Socket(connection);
}
