package org.skipconv.bench;
