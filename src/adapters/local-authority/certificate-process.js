// @ts-check
/**
 * Makes one certificate and ends: the library costs 30 MB and a tenth of a second, of which a server should keep nothing
 * (a thread of its own would give little of it back). JavaScript, so that the process loads no type stripper.
 */
import { webcrypto } from 'node:crypto';
// The library's dependency injection asks for this before anything else.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const LOCAL_ADDRESSES = ['127.0.0.1', '::1'];

/**
 * RFC 5280 section 4.2.1.10: permitted are localhost with everything below it, 127.0.0.1 and ::1, so that whoever comes
 * by the authority's key can speak for nobody else's machine.
 */
const nameConstraints = () => {
  const subtree = (/** @type {number} */ tag, /** @type {Buffer} */ value) => der(0x30, der(tag, value));
  const permitted = [
    subtree(0x82, Buffer.from('localhost')),
    subtree(0x87, Buffer.from([127, 0, 0, 1, 255, 255, 255, 255])),
    subtree(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1]), Buffer.alloc(16, 255)])),
  ];
  return new Extension('2.5.29.30', true, der(0x30, der(0xa0, Buffer.concat(permitted))));
};

/** Of fewer than 128 octets. */
const der = (/** @type {number} */ tag, /** @type {Buffer} */ value) =>
  Buffer.concat([Buffer.from([tag, value.length]), value]);

/** Section 4.1.2.2: positive, at most 20 octets. */
const serialNumber = () => {
  const bytes = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)));
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
};

/** @typedef {{ name: string, notBefore: number, notAfter: number }} Asked */

/** @param {Asked} asked */
const makeAuthority = async ({ name, notBefore, notAfter }) => {
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ O: ['Poolhouse'] }, { CN: [name] }],
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm: SIGNATURE,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      nameConstraints(),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pair(certificate, keys.privateKey);
};

/** @param {Asked & { authority: { certificate: string, key: string } }} asked */
const makeLeaf = async ({ name, notBefore, notAfter, authority }) => {
  const issuer = new X509Certificate(authority.certificate);
  const [pkcs8 = new ArrayBuffer(0)] = PemConverter.decode(authority.key);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, CURVE, false, ['sign']);
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    issuer: issuer.subjectName,
    subject: [{ CN: [name] }],
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm: SIGNATURE,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(alternativeNames(name)),
      await AuthorityKeyIdentifierExtension.create(issuer),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pair(certificate, keys.privateKey);
};

/** Whoever asks by address names no host. @param {string} name */
const alternativeNames = (name) => [
  { type: /** @type {const} */ ('dns'), value: name },
  ...(name === 'localhost' ? LOCAL_ADDRESSES.map((value) => ({ type: /** @type {const} */ ('ip'), value })) : []),
];

/** @param {X509Certificate} certificate @param {webcrypto.CryptoKey} privateKey */
const pair = async (certificate, privateKey) => ({
  certificate: `${certificate.toString('pem')}\n`,
  key: `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')}\n`,
});

process.once('message', async (/** @type {any} */ asked) => {
  const made = await (asked.authority === undefined ? makeAuthority(asked) : makeLeaf(asked));
  // A server that stops at once has hung up.
  process.send?.(made, () => process.connected && process.disconnect());
});
