/** The owner's page needs no script: this brings its look. */

import '../css/owner.css'
