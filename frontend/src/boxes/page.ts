/** The page of edge boxes: forms and tables, which need no script. */

import '../css/boxes.css'
