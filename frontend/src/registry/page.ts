/** The registrar's page: its forms need no script; this adds the map and the keys. */

import '../css/registry.css'
import { readPage } from '../page'
import { listen } from './keys'
import type { Facts } from './layers'
import { showMap } from './map'

listen()
const box = document.querySelector<HTMLElement>('#map')
if (box) showMap(box, readPage() as unknown as Facts)
