import type { Texts } from './texts.ts';

export const id: Texts = {
  // Every page
  'page.skip': 'Langsung ke formulir',
  'page.language': 'Bahasa',
  'page.changeLanguage': 'Ubah bahasa',
  'page.problem': 'Ada masalah',
  'page.done': 'Selesai',
  'page.note': 'Catatan',
  'page.or': 'atau',
  'page.optional': 'opsional',
  'page.privacyPolicy': 'Kebijakan privasi',
  'page.termsOfUse': 'Ketentuan penggunaan',
  'page.terms': 'Ketentuan dan kebijakan',
  'page.backToSignIn': 'Kembali ke halaman masuk',
  'page.logo': 'Logo',
  'page.timeLeft': 'Anda memiliki waktu {minutes} menit untuk langkah ini.',
  'page.timeOver': 'Waktu untuk langkah ini sudah habis. Silakan masuk lagi.',

  // Fields
  'field.username': 'Nama pengguna',
  'field.email': 'Alamat email',
  'field.phone_number': 'Nomor telepon',
  'field.preferred_username': 'Nama pengguna pilihan',
  'field.name': 'Nama lengkap',
  'field.given_name': 'Nama depan',
  'field.family_name': 'Nama belakang',
  'field.middle_name': 'Nama tengah',
  'field.nickname': 'Nama panggilan',
  'field.profile': 'Halaman profil',
  'field.picture': 'Foto',
  'field.website': 'Situs web',
  'field.gender': 'Jenis kelamin',
  'field.birthdate': 'Tanggal lahir',
  'field.zoneinfo': 'Zona waktu',
  'field.locale': 'Bahasa dan wilayah',
  'field.address': 'Alamat',
  'field.updated_at': 'Terakhir diperbarui',
  'field.password': 'Kata sandi',
  'field.newPassword': 'Kata sandi baru',
  'field.confirmPassword': 'Konfirmasi kata sandi',
  'field.code': 'Kode',
  'field.deviceName': 'Nama aplikasi atau perangkat ini',
  'field.or': '{first} atau {second}',
  'field.phoneHint': 'Dengan kode negara, misalnya +14155552671.',
  'field.birthdateHint': 'Tahun, bulan, dan tanggal, misalnya 1990-12-31.',
  'field.localeHint': 'Misalnya id-ID.',
  'field.zoneinfoHint': 'Misalnya Asia/Jakarta.',
  'field.urlHint': 'Alamat web, misalnya https://example.com.',
  'field.required': 'Kolom ini wajib diisi.',
  'field.showPassword': 'Tampilkan kata sandi',
  'field.hidePassword': 'Sembunyikan kata sandi',
  'field.countryCode': 'Kode negara',

  // Rules of passwords
  'rules.title': 'Kata sandi Anda harus memiliki',
  'rules.length': 'Minimal {count} karakter',
  'rules.lowercase': 'Satu huruf kecil',
  'rules.uppercase': 'Satu huruf besar',
  'rules.numbers': 'Satu angka',
  'rules.symbols': 'Satu karakter khusus atau spasi di tengahnya',
  'rules.met': 'terpenuhi',
  'rules.notMet': 'belum terpenuhi',
  'rules.same': 'Kedua kata sandi sama',

  // Sign in
  'signIn.title': 'Masuk',
  'signIn.description': 'Masuk ke akun Anda.',
  'signIn.submit': 'Masuk',
  'signIn.next': 'Berikutnya',
  'signIn.forgot': 'Lupa kata sandi?',
  'signIn.noAccount': 'Pengguna baru?',
  'signIn.signUp': 'Buat akun',
  'signIn.continueAs': 'Lanjutkan sebagai {name}',
  'signIn.anotherAccount': 'Masuk dengan akun lain',
  'signIn.with': 'Lanjutkan dengan {provider}',
  'signIn.choosePlaceholder': 'Pilih penyedia',
  'signIn.corporate': 'Masuk melalui perusahaan Anda',
  'signIn.corporateHint':
    'Masukkan alamat email kantor Anda, dan kami akan membawa Anda ke halaman masuk perusahaan Anda.',
  'signIn.corporateEmail': 'Alamat email kantor',
  'signIn.ownAccount': 'Masuk dengan nama pengguna dan kata sandi',

  // Password
  'password.title': 'Masukkan kata sandi Anda',
  'password.submit': 'Masuk',
  'step.otherFactors': 'Gunakan cara masuk lain',
  'step.notYou': 'Bukan Anda?',

  // Which way to sign in
  'chooseFactor.title': 'Pilih cara masuk',
  'factor.PASSWORD': 'Kata sandi',
  'factor.PASSWORD.hint': 'Masukkan kata sandi akun Anda.',
  'factor.EMAIL_OTP': 'Email',
  'factor.EMAIL_OTP.hint': 'Kami mengirim kode ke alamat email Anda.',
  'factor.SMS_OTP': 'Pesan teks',
  'factor.SMS_OTP.hint': 'Kami mengirim kode ke ponsel Anda.',
  'factor.SMS_MFA': 'Pesan teks',
  'factor.SMS_MFA.hint': 'Kami mengirim kode ke ponsel Anda.',
  'factor.SOFTWARE_TOKEN_MFA': 'Aplikasi autentikator',
  'factor.SOFTWARE_TOKEN_MFA.hint': 'Masukkan kode yang ditampilkan aplikasi Anda.',
  'factor.WEB_AUTHN': 'Kunci sandi',
  'factor.WEB_AUTHN.hint': 'Gunakan sidik jari, wajah, kunci layar, atau kunci keamanan Anda.',

  // Which second factor
  'chooseMfa.title': 'Pastikan ini Anda',
  'chooseMfa.description': 'Pilih cara memastikan bahwa ini Anda.',
  'chooseMfa.setupTitle': 'Lindungi akun Anda',
  'chooseMfa.setupDescription':
    'Akun ini memerlukan cara kedua untuk memastikan bahwa ini Anda. Pilih salah satu untuk disiapkan.',

  // Codes
  'code.title.EMAIL_OTP': 'Periksa email Anda',
  'code.title.SMS_MFA': 'Periksa ponsel Anda',
  'code.title.SMS_OTP': 'Periksa ponsel Anda',
  'code.title.SOFTWARE_TOKEN_MFA': 'Masukkan kode dari aplikasi Anda',
  'code.sent': 'Kami telah mengirim kode ke {destination}.',
  'code.sentSomewhere': 'Kami telah mengirim kode kepada Anda.',
  'code.app': 'Buka aplikasi autentikator Anda dan masukkan kode yang ditampilkan.',
  'code.appNamed': 'Buka aplikasi autentikator Anda ({device}) dan masukkan kode yang ditampilkan.',
  'code.submit': 'Lanjutkan',
  'code.resend': 'Kirim kode baru',
  'code.resendHint': 'Tidak menerima kode?',

  // Authenticator app
  'totp.title': 'Siapkan aplikasi autentikator',
  'totp.description': 'Mulai sekarang Anda juga masuk dengan kode dari aplikasi ini.',
  'totp.scan': 'Pindai gambar ini dengan aplikasi autentikator Anda.',
  'totp.picture': 'Kode QR untuk aplikasi autentikator Anda',
  'totp.byHand': 'Tidak ada kamera? Masukkan kunci ini:',
  'totp.open': 'Buka di aplikasi pada perangkat ini',
  'totp.enter': 'Masukkan kode yang ditampilkan aplikasi.',
  'totp.submit': 'Selesaikan penyiapan',

  // E-mail as second factor
  'emailSetup.title': 'Siapkan kode email',
  'emailSetup.description': 'Mulai sekarang kami akan mengirim kode melalui email saat Anda masuk.',
  'emailSetup.submit': 'Lanjutkan',

  // New password
  'newPassword.title': 'Pilih kata sandi baru',
  'newPassword.description': 'Kata sandi Anda harus diubah sebelum Anda dapat melanjutkan.',
  'newPassword.attributes': 'Kami perlu beberapa informasi lagi',
  'newPassword.submit': 'Simpan dan lanjutkan',

  // Passkeys
  'passkey.title': 'Masuk dengan kunci sandi Anda',
  'passkey.description': 'Perangkat Anda akan meminta sidik jari, wajah, kunci layar, atau kunci keamanan.',
  'passkey.submit': 'Gunakan kunci sandi',
  'passkey.waiting': 'Menunggu perangkat Anda…',
  'passkey.failed': 'Tidak berhasil atau dibatalkan. Coba lagi.',
  'passkey.unsupported': 'Browser ini tidak mendukung kunci sandi.',
  'passkey.needsScript': 'Kunci sandi memerlukan JavaScript, yang dinonaktifkan di browser ini.',
  'addPasskey.title': 'Buat kunci sandi',
  'addPasskey.description':
    'Dengan kunci sandi, Anda masuk dengan sidik jari, wajah, atau kunci layar, tanpa kata sandi.',
  'addPasskey.submit': 'Buat kunci sandi',
  'addPasskey.skip': 'Jangan sekarang',

  // Sign up
  'signUp.title': 'Buat akun',
  'signUp.description': 'Buat akun baru.',
  'signUp.submit': 'Daftar',
  'signUp.haveAccount': 'Sudah punya akun?',
  'signUp.signIn': 'Masuk',
  'signUp.accept': 'Dengan mendaftar, Anda menyetujui {terms}.',
  'signUp.mustAccept': 'Saya menyetujui {terms}.',
  'signUp.acceptPlain': 'Dengan mendaftar, Anda menyetujui ketentuan kami.',
  'signUp.mustAcceptPlain': 'Saya menyetujui ketentuan tersebut.',

  // Confirm a new account
  'confirm.title': 'Konfirmasi akun Anda',
  'confirm.EMAIL':
    'Kami telah mengirim kode melalui email ke {destination}. Masukkan kode itu untuk mengonfirmasi akun Anda.',
  'confirm.SMS':
    'Kami telah mengirim kode melalui pesan teks ke {destination}. Masukkan kode itu untuk mengonfirmasi akun Anda.',
  'confirm.somewhere': 'Masukkan kode yang kami kirim untuk mengonfirmasi akun Anda.',
  'confirm.submit': 'Konfirmasi akun',
  'confirm.byLinkTitle': 'Periksa email Anda',
  'confirm.byLink':
    'Kami telah mengirim pesan ke {destination}. Buka tautan di dalamnya untuk mengonfirmasi akun Anda, lalu masuk.',
  'confirm.byLinkSomewhere':
    'Kami telah mengirim pesan kepada Anda. Buka tautan di dalamnya untuk mengonfirmasi akun Anda, lalu masuk.',
  'confirm.waiting': 'Menunggu Anda membuka tautan',
  'confirm.resendLink': 'Kirim ulang tautan',

  // Forgotten password
  'forgot.title': 'Lupa kata sandi?',
  'forgot.description': 'Beri tahu kami siapa Anda, dan kami akan mengirim kode untuk memilih kata sandi baru.',
  'forgot.submit': 'Atur ulang kata sandi saya',
  'reset.title': 'Atur ulang kata sandi Anda',
  'reset.sent': 'Kami telah mengirim kode ke {destination}. Masukkan bersama kata sandi baru Anda.',
  'reset.sentSomewhere': 'Kami telah mengirim kode kepada Anda. Masukkan bersama kata sandi baru Anda.',
  'reset.submit': 'Ubah kata sandi',

  // More about a page, where a style gives instructions
  'instructions.signIn':
    'Gunakan akun yang Anda buat di sini, atau lanjutkan dengan akun yang Anda miliki di tempat lain.',
  'instructions.signUp':
    'Kami menggunakan data yang Anda masukkan untuk akun Anda, dan mengirim pesan untuk mengonfirmasinya.',
  'instructions.password': 'Kata sandi membedakan huruf besar dan huruf kecil.',
  'instructions.choose': 'Semua cara menuju akun yang sama. Pilih yang sesuai untuk Anda saat ini.',
  'instructions.message': 'Pesan dapat memerlukan waktu satu menit. Periksa juga folder spam.',
  'instructions.app': 'Aplikasi menampilkan kode baru setiap 30 detik. Tidak memerlukan koneksi internet.',
  'instructions.emailSetup': 'Pilih alamat yang dapat Anda baca tanpa masuk di sini.',
  'instructions.passkey':
    'Kunci sandi tetap berada di perangkat Anda, dan tidak ada yang dapat menebak atau mencurinya dengan halaman palsu.',
  'instructions.newPassword':
    'Pilih kata sandi yang tidak Anda gunakan di tempat lain. Pengelola kata sandi dapat menyimpannya untuk Anda.',
  'instructions.forgot': 'Kode dikirim ke alamat email atau nomor telepon akun Anda.',

  // Notices
  'notice.sign-up-confirmed.title': 'Akun Anda telah dikonfirmasi',
  'notice.sign-up-confirmed.text': 'Anda dapat masuk sekarang.',
  'notice.password-changed.title': 'Kata sandi Anda telah diubah',
  'notice.password-changed.text': 'Anda dapat masuk dengan kata sandi itu sekarang.',
  'notice.passkey-added.title': 'Kunci sandi Anda siap',
  'notice.passkey-added.text': 'Mulai sekarang Anda dapat masuk dengan kunci sandi itu.',
  'notice.going-on.title': 'Membawa Anda ke halaman masuk Anda',
  'notice.going-on.text': 'Jika tidak terjadi apa-apa, lanjutkan dengan tombol.',
  'notice.next': 'Lanjutkan',
  'notice.close': 'Anda dapat menutup halaman ini.',

  // Errors
  'error.title': 'Terjadi kesalahan',
  'error.code': 'Kesalahan: {code}',
  'error.hint': 'Kembali ke aplikasi dan coba lagi.',

  // Messages above a form
  'message.awaitsApproval': 'Akun Anda telah dibuat. Administrator harus mengonfirmasinya sebelum Anda dapat masuk.',
  'message.codeSent': 'Kami telah mengirim kode baru ke {destination}.',
  'message.confirmed': 'Akun Anda telah dikonfirmasi. Masuk untuk melanjutkan.',
  'message.foreignForm': 'Formulir ini tidak dikirim dari situs ini.',
  'message.linkSent': 'Kami telah mengirim tautan baru ke {destination}.',
  'message.noSecondFactor':
    'Akun ini memerlukan cara kedua untuk memastikan bahwa ini Anda, dan tidak ada yang dapat disiapkan di sini.',
  'message.passwordChanged': 'Kata sandi Anda telah diubah. Masuk dengan kata sandi itu untuk melanjutkan.',
  'message.passwordsDiffer': 'Kedua kata sandi tidak sama.',
  'message.providerUnknown': 'Tidak ada halaman masuk perusahaan untuk alamat email ini.',
  'message.requestedPage': 'Terjadi kesalahan pada halaman yang diminta.',
  'message.stale': 'Halaman ini terbuka terlalu lama. Coba lagi.',
  'message.unsupportedStep': 'Akun ini meminta cara masuk yang tidak tersedia di halaman ini.',

  // What the service refuses (errors.ts)
  'error.accountDisabled': 'Akun ini dinonaktifkan.',
  'error.alreadyConfirmed': 'Akun ini sudah dikonfirmasi. Anda dapat masuk.',
  'error.codeExpired': 'Kode ini sudah kedaluwarsa. Minta kode baru.',
  'error.codeMismatch': 'Kode ini salah. Periksa kode dan coba lagi.',
  'error.codeNotSent': 'Kami tidak dapat mengirim kode. Coba lagi nanti.',
  'error.codeUsed': 'Kode ini sudah digunakan. Tunggu hingga aplikasi Anda menampilkan kode berikutnya.',
  'error.contactAdministrator': 'Minta administrator Anda untuk mengatur ulang kata sandi Anda.',
  'error.emailTaken': 'Sudah ada akun dengan alamat email ini.',
  'error.field': '{field}: {problem}',
  'error.incorrectCredentials': 'Nama pengguna atau kata sandi salah.',
  'error.internal': 'Terjadi kesalahan. Coba lagi.',
  'error.noConfirmationCodes': 'Tidak ada kode yang dikirim untuk akun ini.',
  'error.noRecoveryContact':
    'Akun ini tidak memiliki alamat email atau nomor telepon terverifikasi untuk dikirimi kode.',
  'error.notConfirmed': 'Akun ini belum dikonfirmasi.',
  'error.passkeyExpired': 'Waktunya sudah habis. Coba lagi.',
  'error.passkeyFailed': 'Kunci sandi Anda tidak diterima. Coba lagi atau gunakan cara masuk lain.',
  'error.passkeyLimit': 'Akun ini tidak dapat memiliki kunci sandi lagi.',
  'error.passkeyRegistered': 'Kunci sandi ini sudah terdaftar.',
  'error.passkeyUnsupported': 'Jenis kunci sandi ini tidak didukung.',
  'error.passwordNotResettable': 'Kata sandi akun ini tidak dapat diatur ulang di sini.',
  'error.passwordResetRequired': 'Atur ulang kata sandi Anda sebelum masuk.',
  'error.passwordUsedBefore': 'Anda pernah menggunakan kata sandi ini. Pilih kata sandi lain.',
  'error.phoneTaken': 'Sudah ada akun dengan nomor telepon ini.',
  'error.sessionExpired': 'Sesi Anda telah berakhir. Silakan masuk lagi.',
  'error.signUpClosed': 'Anda tidak dapat membuat akun di sini.',
  'error.temporaryPasswordExpired':
    'Kata sandi sementara Anda sudah kedaluwarsa. Minta yang baru kepada administrator Anda.',
  'error.tooManyAttempts': 'Terlalu banyak percobaan. Coba lagi nanti.',
  'error.tooManyRequests': 'Layanan sedang sibuk. Coba lagi sebentar lagi.',
  'error.userNotFound': 'Tidak ada akun dengan nama ini.',
  'error.usernameIsContact': 'Masukkan alamat email atau nomor telepon sebagai nama pengguna.',
  'error.usernameIsEmail': 'Masukkan alamat email sebagai nama pengguna.',
  'error.usernameIsPhone': 'Masukkan nomor telepon sebagai nama pengguna.',
  'error.usernameNotEmail': 'Pilih nama pengguna yang tidak menyerupai alamat email.',
  'error.usernameNotPhone': 'Pilih nama pengguna yang tidak menyerupai nomor telepon.',
  'error.usernameTaken': 'Nama pengguna ini sudah dipakai.',

  // What is wrong with the value of a field
  'problem.boolean': 'Pilih ya atau tidak.',
  'problem.date': 'Masukkan tanggal sebagai tahun, bulan, dan tanggal, misalnya 1990-12-31.',
  'problem.email': 'Masukkan alamat email yang valid.',
  'problem.fixed': 'Ini tidak dapat diubah.',
  'problem.maximum': 'Masukkan angka yang tidak lebih besar dari {limit}.',
  'problem.maximumLength': 'Gunakan paling banyak {limit} karakter.',
  'problem.minimum': 'Masukkan angka yang tidak lebih kecil dari {limit}.',
  'problem.minimumLength': 'Gunakan minimal {limit} karakter.',
  'problem.number': 'Masukkan angka.',
  'problem.phone_number': 'Masukkan nomor telepon dengan kode negara, misalnya +14155552671.',

  // What a password lacks
  'policy.long': 'Kata sandi ini terlalu panjang.',
  'policy.lowercase': 'Gunakan huruf kecil dalam kata sandi Anda.',
  'policy.number': 'Gunakan angka dalam kata sandi Anda.',
  'policy.short': 'Kata sandi ini terlalu pendek.',
  'policy.spaces': 'Kata sandi Anda tidak boleh diawali atau diakhiri spasi.',
  'policy.symbol': 'Gunakan karakter khusus dalam kata sandi Anda.',
  'policy.uppercase': 'Gunakan huruf besar dalam kata sandi Anda.',

  // Signed out
  'signedOut.title': 'Anda sudah keluar',
  'signedOut.text': 'Anda dapat menutup halaman ini.',
};
