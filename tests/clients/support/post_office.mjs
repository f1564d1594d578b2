// A real SMTP server of this machine, which a test opens, closes and makes slow, and which keeps
// what it took: as it came, and parsed by mailparser.
//
//     const office = new PostOffice(port);
//     await office.open();
//     office.letters -> [{ to: ['alice@example.org'], raw, parsed: { subject, text, messageId } }]
import './guard.mjs';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export class PostOffice {
    constructor(port, options = { disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true }) {
        this.port = port;
        this.options = options;
        this.letters = [];
        this.delay_ms = 0;
        this.refuse = () => undefined; // an answer code for a recipient, or nothing
    }

    async open() {
        const office = this;
        this.server = new SMTPServer({
            ...this.options,
            logger: false,
            onRcptTo({ address }, session, done) {
                const code = office.refuse(address);
                done(code && Object.assign(new Error('not today'), { responseCode: code }));
            },
            onData(stream, session, done) {
                const pieces = [];
                stream.on('data', (piece) => pieces.push(piece));
                stream.on('end', async () => {
                    const raw = Buffer.concat(pieces).toString();
                    const to = session.envelope.rcptTo.map(({ address }) => address);
                    office.letters.push({ to, raw, parsed: await simpleParser(raw) });
                    setTimeout(done, office.delay_ms);
                });
            },
        });
        this.server.on('error', () => {}); // a client that was killed
        await new Promise((done) => this.server.listen(this.port, '127.0.0.1', done));
    }

    async close() {
        if (!this.server) return;
        for (const connection of this.server.connections) connection._socket?.destroy();
        await new Promise((done) => this.server.close(done));
        this.server = undefined;
    }

    to(address) {
        return this.letters.filter((letter) => letter.to.includes(address));
    }
}
