// Starts, kills and stops a real `postern demo`, and reads nothing of it but the credentials file.
//
//     const demo = await startDemo();          quiet, empty books, a folder of its own
//     demo.credentials.customers.alice.keys.hmac.api_key
//     await demo.kill(); await demo.resume();  the same exchange, after a kill -9
//     await demo.stop();                       Ctrl-C: must end with code 0
import './guard.mjs';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));

export const binary =
    process.env.POSTERN_BINARY ??
    ['release', 'plants', 'debug', 'asan']
        .map((preset) => path.join(repository, 'build', preset, 'bin', 'postern'))
        .find(existsSync) ??
    'postern';

const start_ms = 60_000;
const stop_ms = 30_000;

export async function freePort() {
    const server = net.createServer();
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

// A program that this test started, and may therefore stop: its output, its end, its signals.
export class Program {
    constructor(words, options = {}) {
        this.output = '';
        this.child = spawn(options.command ?? binary, words, {
            stdio: ['ignore', 'pipe', 'pipe'],
            ...options.spawn,
        });
        for (const stream of [this.child.stdout, this.child.stderr]) {
            stream.setEncoding('utf8');
            stream.on('data', (piece) => (this.output += piece));
        }
        this.ended = new Promise((done) => {
            this.child.on('error', (error) => done({ code: null, signal: null, error }));
            this.child.on('close', (code, signal) => done({ code, signal }));
        });
        this.running = true;
        this.ended.then(() => (this.running = false));
    }

    // How it ended, or an error with its output when it does not end in time.
    async end(within_ms = stop_ms) {
        const late = pause(within_ms, 'late', { ref: false });
        const end = await Promise.race([this.ended, late]);
        if (end === 'late') {
            this.child.kill('SIGKILL');
            throw new Error(`still running after ${within_ms} ms; it said:\n${this.output}`);
        }
        return end;
    }

    signal(name) {
        this.child.kill(name);
    }
}

function answers(baseUrl) {
    return new Promise((done) => {
        const request = http.get(`${baseUrl}/api/v3/ping`, { agent: false }, (response) => {
            response.resume();
            response.on('end', () => done(response.statusCode === 200));
        });
        request.on('error', () => done(false));
    });
}

class Demo {
    constructor(folder, port, words) {
        this.folder = folder;
        this.data = path.join(folder, 'data');
        this.credentialsFile = path.join(folder, 'credentials.json');
        this.port = port;
        this.words = words;
    }

    async resume() {
        this.program = new Program([
            ...['demo', '--data', this.data, '--listen', `127.0.0.1:${this.port}`],
            ...['--credentials', this.credentialsFile, ...this.words],
        ]);
        const deadline = Date.now() + start_ms;
        const baseUrl = `http://127.0.0.1:${this.port}`;
        while (!(existsSync(this.credentialsFile) && (await answers(baseUrl)))) {
            if (!this.program.running || Date.now() > deadline) {
                this.program.signal('SIGKILL');
                throw new Error(`postern demo does not serve; it said:\n${this.program.output}`);
            }
            await pause(20);
        }
        this.credentials = JSON.parse(readFileSync(this.credentialsFile, 'utf8'));
        assert.equal(this.credentials.base_url, baseUrl);
        return this;
    }

    get baseUrl() {
        return this.credentials.base_url;
    }

    // keyOf('alice', 'ed25519') -> { api_key, private_key_pem }
    keyOf(customer, name = 'hmac') {
        const key = this.credentials.customers[customer].keys[name];
        assert.ok(key, `${customer} has no key ${name} in the credentials file`);
        return key;
    }

    async kill() {
        this.program.signal('SIGKILL');
        assert.equal((await this.program.end()).signal, 'SIGKILL');
    }

    async stop() {
        if (this.program.running) {
            this.program.signal('SIGINT');
            const { code, signal } = await this.program.end();
            assert.equal(signal, null, this.program.output);
            assert.equal(code, 0, `Ctrl-C must end with code 0; it said:\n${this.program.output}`);
        }
        rmSync(this.folder, { recursive: true, force: true });
    }
}

export async function startDemo({ quiet = true, seed = 1 } = {}) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'postern-clients-'));
    const words = ['--seed', String(seed), ...(quiet ? ['--quiet'] : [])];
    const demo = new Demo(folder, await freePort(), words);
    try {
        return await demo.resume();
    } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
    }
}

// Asks again until the answer is there; a test never waits for a time, only for a fact.
export async function eventually(what, question, within_ms = 20_000) {
    const deadline = Date.now() + within_ms;
    for (;;) {
        const answer = await question();
        if (answer) return answer;
        if (Date.now() > deadline) throw new Error(`not within ${within_ms} ms: ${what}`);
        await pause(25);
    }
}
