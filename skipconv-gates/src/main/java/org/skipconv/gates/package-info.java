package org.skipconv.gates;
