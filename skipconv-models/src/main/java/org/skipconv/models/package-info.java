package org.skipconv.models;
