// Node 18 keeps Web Crypto in a module; the package `binance` looks for it where browsers have it.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
