/** The certificate with which a pool signs its SAML requests. */
export interface SigningCertificate {
  readonly poolId: string;
  /** X.509 in DER, base64, without PEM armour. */
  readonly certificate: string;
  /** PKCS#8 DER in base64, sealed under `saml-key`, bound to the pool. */
  readonly sealedPrivateKey: string;
  readonly createdAt: number;
  readonly version: number;
}
